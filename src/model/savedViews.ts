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
  readonly views: readonly SavedView[];
}

const kept = v.object({ version: v.literal(1), views: v.array(v.unknown()) });
const keptView = v.object({ name: v.pipe(v.string(), v.check(isViewName)), query: v.unknown(), look: v.pipe(v.string(), v.maxLength(longestLook)) });

/** The views that kept state spells, by name. One that cannot be read is left out; another version may have written it. */
export function readViews(value: unknown): readonly SavedView[] {
  const parsed = v.safeParse(kept, value);
  if (!parsed.success) return [];
  const views = parsed.output.views.flatMap((each): readonly SavedView[] => {
    const view = v.safeParse(keptView, each);
    const query = view.success ? checkViewQuery(view.output.query) : undefined;
    return view.success && query ? [{ name: view.output.name, query, look: view.output.look }] : [];
  });
  return views.slice(0, mostViews);
}

/** With a view more, in place of one of its name. */
export function withView(views: readonly SavedView[], view: SavedView): KeptViews {
  const others = views.filter(({ name }) => name !== view.name);
  return { version: 1, views: [...others, view].toSorted((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true })) };
}

export function withoutView(views: readonly SavedView[], name: string): KeptViews {
  return { version: 1, views: views.filter((view) => view.name !== name) };
}

/** Why a view cannot be saved under a name, or `undefined`. */
export function nameFault(views: readonly SavedView[], name: string): string | undefined {
  if (name === "") return "A name is needed.";
  if (!isViewName(name)) return "At most 60 characters of plain text, on one line.";
  const isNew = views.every((view) => view.name !== name);
  return isNew && views.length >= mostViews ? `${String(mostViews)} views are kept at most. Delete one, or give the name of one to replace it.` : undefined;
}
