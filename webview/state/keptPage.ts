import type { ViewQuery } from "../../src/domain/viewQuery.ts";
import { readLook, type Look } from "./look.ts";
import { isRecord, readViewQuery } from "./viewQueryText.ts";

/** What the user arranged, as it survives the page: its own shape with a version, apart from what the page draws. */
export interface KeptPage {
  readonly version: 1;
  readonly view: ViewQuery;
  readonly look: Look;
  /** Palette slots by subject, so that a colour stays with what it stood for. */
  readonly colors: Readonly<Record<string, number>>;
}

export interface RestoredPage {
  readonly view: ViewQuery | null;
  readonly look: Look;
  readonly colors: Readonly<Record<string, number>>;
}

/** Whatever of kept state can be read; the rest is as on a first visit. */
export function restorePage(value: unknown): RestoredPage {
  const kept = isRecord(value) && value["version"] === 1 ? value : {};
  return { view: readViewQuery(kept["view"]), look: readLook(kept["look"]), colors: readColors(kept["colors"]) };
}

function readColors(value: unknown): Readonly<Record<string, number>> {
  if (!isRecord(value)) return {};
  const pairs = Object.entries(value).filter((pair): pair is [string, number] => Number.isInteger(pair[1]));
  return Object.fromEntries(pairs);
}
