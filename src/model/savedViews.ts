import * as v from "valibot";
import type { ViewQuery } from "../domain/viewQuery.ts";
import { checkViewQuery } from "../shared/checkMessage.ts";
import { longestLook } from "../shared/protocol.ts";
import { isViewName } from "../shared/viewName.ts";

/** A question under a name, with how it was looked at. */
export interface SavedView {
  readonly name: string;
  readonly query: ViewQuery;
  /** JSON of the page's own. */
  readonly look: string;
}

/** More are a list that nobody reads. */
export const mostViews = 50;

/** As they are kept: a shape of their own, with its version. */
export interface KeptViews {
  readonly version: 1;
  readonly views: readonly unknown[];
}

/** What kept state spells, whichever version of the extension wrote it. */
export interface ReadViews {
  /** By name. */
  readonly views: readonly SavedView[];
  /** Entries that this version cannot read. They are written back as they are. */
  readonly unread: readonly unknown[];
  /** A later version's shape: not shown, and not to be written over. */
  readonly foreign: boolean;
}

const kept = v.object({ version: v.literal(1), views: v.array(v.unknown()) });
const newer = v.object({ version: v.pipe(v.number(), v.gtValue(1)) });
const keptView = v.object({ name: v.pipe(v.string(), v.check(isViewName)), query: v.unknown(), look: v.pipe(v.string(), v.maxLength(longestLook)) });

export function readViews(value: unknown): ReadViews {
  const parsed = v.safeParse(kept, value);
  if (!parsed.success) return { views: [], unread: [], foreign: v.is(newer, value) };
  const views: SavedView[] = [];
  const unread: unknown[] = [];
  for (const each of parsed.output.views) {
    const view = readView(each);
    if (view && views.length < mostViews) views.push(view);
    else unread.push(each);
  }
  return { views, unread, foreign: false };
}

function readView(value: unknown): SavedView | undefined {
  const view = v.safeParse(keptView, value);
  const query = view.success ? checkViewQuery(view.output.query) : undefined;
  return view.success && query ? { name: view.output.name, query, look: view.output.look } : undefined;
}

/** With a view more, in place of one of its name. */
export function withView(read: ReadViews, view: SavedView): KeptViews {
  const others = read.views.filter(({ name }) => name !== view.name);
  const views = [...others, view].toSorted((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
  return { version: 1, views: [...views, ...read.unread] };
}

/** Without the view of that name; undefined where there is none to delete. A list of a later version shows none, and is left as it is. */
export function withoutView(read: ReadViews, name: string): KeptViews | undefined {
  if (read.views.every((view) => view.name !== name)) return undefined;
  return { version: 1, views: [...read.views.filter((view) => view.name !== name), ...read.unread] };
}

/** Why a view cannot be saved under a name, or `undefined`. */
export function nameFault({ views, foreign }: ReadViews, name: string): string | undefined {
  if (foreign) return "A later version of the extension keeps the saved views: this one cannot add to them.";
  if (name === "") return "A name is needed.";
  if (!isViewName(name)) return "At most 60 characters of plain text, on one line.";
  const isNew = views.every((view) => view.name !== name);
  return isNew && views.length >= mostViews ? `${String(mostViews)} views are kept at most. Delete one, or give the name of one to replace it.` : undefined;
}
