import type { ViewQuery } from "../../src/domain/viewQuery.ts";
import { readLook, type Look } from "./look.ts";
import { longestTrail, type Page } from "./page.ts";
import { isRecord, readViewQuery } from "./viewQueryText.ts";

/** What the user arranged, as it survives the page: its own shape with a version, apart from what the page draws. */
export interface KeptPage {
  readonly version: 1;
  readonly view: ViewQuery;
  readonly look: Look;
  /** Palette slots by subject, so that a colour stays with what it stood for. */
  readonly colors: Readonly<Record<string, number>>;
  /** VS Code throws the page away whenever its tab is hidden: what a person opened must not be gone with it. */
  readonly trail: Page["trail"];
  readonly bucketsOpen: boolean;
}

export type RestoredPage = Omit<KeptPage, "version" | "view"> & { readonly view: ViewQuery | null };

/** Whatever of kept state can be read; the rest is as on a first visit. */
export function restorePage(value: unknown): RestoredPage {
  const kept = isRecord(value) && value["version"] === 1 ? value : {};
  const view = readViewQuery(kept["view"]);
  return {
    view,
    look: readLook(kept["look"]),
    colors: readColors(kept["colors"]),
    // The way leads back from that question, and from no other.
    trail: view ? readTrail(kept["trail"]) : [],
    bucketsOpen: kept["bucketsOpen"] === true,
  };
}

function readTrail(value: unknown): Page["trail"] {
  return Array.isArray(value) ? value.flatMap((step) => readViewQuery(step) ?? []).slice(-longestTrail) : [];
}

function readColors(value: unknown): Readonly<Record<string, number>> {
  if (!isRecord(value)) return {};
  const pairs = Object.entries(value).filter((pair): pair is [string, number] => Number.isInteger(pair[1]));
  return Object.fromEntries(pairs);
}
