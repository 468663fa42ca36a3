import type { PageRows, PageState } from "../../src/shared/protocol.ts";
import { defaultView, type ViewQuery } from "../../src/domain/viewQuery.ts";
import { settleQuery } from "./settleQuery.ts";
import { queryKey } from "./viewQueryText.ts";

export type SortColumn = "name" | "total" | "share";
export interface TableSort {
  readonly by: SortColumn;
  readonly descending: boolean;
}

/** Rows, and the question they were sent as the answer to. */
export interface Answer {
  readonly rows: PageRows;
  readonly to: ViewQuery;
}

/** All that the page draws from. The host owns the numbers; the user owns the question and the arrangement. */
export interface Page {
  readonly query: ViewQuery;
  readonly sort: TableSort;
  readonly bucketsOpen: boolean;
  readonly host: PageState | null;
  readonly answer: Answer | null;
  /** Keys of questions sent that no state has repeated yet, oldest first. */
  readonly unechoed: readonly string[];
  /** Something the page did on its own, until the next choice. */
  readonly notice: string | null;
  /** The host was asked and did not answer. */
  readonly hostGone: boolean;
}

export type PageEvent =
  | { readonly type: "state"; readonly body: PageState }
  | { readonly type: "rows"; readonly body: PageRows }
  | { readonly type: "hostGone" }
  | { readonly type: "ask"; readonly query: ViewQuery }
  | { readonly type: "sort"; readonly sort: TableSort }
  | { readonly type: "openBuckets"; readonly open: boolean };

export const defaultSort: TableSort = { by: "total", descending: true };

export function firstPage(query: ViewQuery | null, sort: TableSort | null): Page {
  return {
    query: query ?? defaultView,
    sort: sort ?? defaultSort,
    bucketsOpen: false,
    host: null,
    answer: null,
    unechoed: [],
    notice: null,
    hostGone: false,
  };
}

/** The page after an event. Pure, so that every order of messages and clicks can be tried in a table. */
export function reduce(page: Page, event: PageEvent): Page {
  switch (event.type) {
    case "state":
      return { ...takeState(page, event.body), hostGone: false };
    case "hostGone":
      return { ...page, hostGone: true };
    case "rows":
      return page.host ? { ...page, answer: { rows: event.body, to: page.host.query } } : page;
    case "ask": {
      const { query, notice } = settleQuery(event.query);
      const key = queryKey(query);
      return key === queryKey(page.query) ? { ...page, notice } : { ...page, query, notice, unechoed: [...page.unechoed, key] };
    }
    case "sort":
      return { ...page, sort: event.sort };
    case "openBuckets":
      return { ...page, bucketsOpen: event.open };
  }
}

/**
 * A state may have been on its way while the user chose anew. An echo of an older choice, or the question from before
 * it, must not throw the newer one back; a question that nobody here asked is the host pointing the page elsewhere.
 */
function takeState(page: Page, host: PageState): Page {
  const key = queryKey(host.query);
  const echo = page.unechoed.lastIndexOf(key);
  const rest = echo >= 0 ? page.unechoed.slice(echo + 1) : page.unechoed;
  const older = page.host === null || queryKey(page.host.query) === key;
  if (rest.length > 0 && (echo >= 0 || older)) return { ...page, host, unechoed: rest };
  return { ...page, host, query: host.query, unechoed: [] };
}
