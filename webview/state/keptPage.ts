import type { ViewQuery } from "../../src/domain/viewQuery.ts";
import { isRecord, readViewQuery } from "./viewQueryText.ts";
import type { TableSort } from "./page.ts";

/** What the user arranged, as it survives the page: its own shape with a version, apart from what the page draws. */
export interface KeptPage {
  readonly version: 1;
  readonly view: ViewQuery;
  readonly sort: TableSort;
  /** Palette slots by subject, so that a colour stays with what it stood for. */
  readonly colors: Readonly<Record<string, number>>;
}

export interface RestoredPage {
  readonly view: ViewQuery | null;
  readonly sort: TableSort | null;
  readonly colors: Readonly<Record<string, number>>;
}

/** Whatever of kept state can be read; the rest is as on a first visit. */
export function restorePage(value: unknown): RestoredPage {
  if (!isRecord(value) || value["version"] !== 1) return { view: null, sort: null, colors: {} };
  return { view: readViewQuery(value["view"]), sort: readSort(value["sort"]), colors: readColors(value["colors"]) };
}

function readSort(value: unknown): TableSort | null {
  if (!isRecord(value) || typeof value["descending"] !== "boolean") return null;
  const by = value["by"];
  return by === "name" || by === "total" || by === "share" ? { by, descending: value["descending"] } : null;
}

function readColors(value: unknown): Readonly<Record<string, number>> {
  if (!isRecord(value)) return {};
  const pairs = Object.entries(value).filter((pair): pair is [string, number] => Number.isInteger(pair[1]));
  return Object.fromEntries(pairs);
}
