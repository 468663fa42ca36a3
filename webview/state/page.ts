import type { PageRows, PageState } from "../../src/shared/protocol.ts";
import { defaultView, type ViewQuery } from "../../src/domain/viewQuery.ts";
import type { Look } from "./look.ts";
import { settleQuery } from "./settleQuery.ts";
import { queryKey } from "./viewQueryText.ts";

/** Steps of the way that can be gone back. */
export const longestTrail = 8;

/** Rows, and the question they were sent as the answer to. */
export interface Answer {
  readonly rows: PageRows;
  readonly to: ViewQuery;
}

/** Unix seconds at which the bucket begins; null is the newest that has rows. */
export interface RawRowsAt {
  readonly start: number | null;
}

/** All that the page draws from. The host owns the numbers; the user owns the question and the arrangement. */
export interface Page {
  readonly query: ViewQuery;
  readonly look: Look;
  /** Questions that were left for a closer one, oldest first: the way back. */
  readonly trail: readonly ViewQuery[];
  readonly bucketsOpen: boolean;
  /** Which bucket's rows are shown one by one; null where none are. */
  readonly rawRows: RawRowsAt | null;
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
  /** A closer look at a part of what is shown. */
  | { readonly type: "drill"; readonly query: ViewQuery }
  /** @see Page.trail */
  | { readonly type: "back"; readonly to: number }
  /** To the range of a step of the way, with all else as it is now. */
  | { readonly type: "zoomOut"; readonly to: number }
  | { readonly type: "look"; readonly look: Partial<Look> }
  | { readonly type: "openBuckets"; readonly open: boolean }
  | { readonly type: "rawRows"; readonly at: RawRowsAt | null }
  /** Something that could not be done, in a sentence. */
  | { readonly type: "notice"; readonly text: string };

/** @param kept of an earlier visit, where there was one */
export function firstPage(query: ViewQuery | null, look: Look, kept: Partial<Pick<Page, "trail" | "bucketsOpen">> = {}): Page {
  return {
    query: query ?? defaultView,
    look,
    trail: kept.trail ?? [],
    bucketsOpen: kept.bucketsOpen ?? false,
    rawRows: null,
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
      return { ...takeState(withAnswerOf(event.body.account, page), event.body), hostGone: false };
    case "hostGone":
      return { ...page, hostGone: true };
    case "rows":
      return page.host ? { ...page, answer: { rows: event.body, to: page.host.query } } : page;
    case "ask":
      return ask(page, event.query);
    case "drill": {
      const next = ask(page, event.query);
      return next.query === page.query ? next : { ...next, trail: [...page.trail, page.query].slice(-longestTrail) };
    }
    case "back": {
      const query = page.trail[event.to];
      return query ? { ...ask(page, query), trail: page.trail.slice(0, event.to) } : page;
    }
    case "zoomOut":
      return zoomOut(page, event.to);
    case "look":
      return { ...page, look: { ...page.look, ...event.look } };
    case "openBuckets":
      return { ...page, bucketsOpen: event.open };
    case "rawRows":
      return { ...page, rawRows: event.at };
    case "notice":
      return { ...page, notice: event.text };
  }
}

function ask(page: Page, asked: ViewQuery): Page {
  const { query, notice } = settleQuery(asked);
  const key = queryKey(query);
  return key === queryKey(page.query) ? { ...page, notice } : { ...turnTo(page, query), notice, unechoed: [...page.unechoed, key] };
}

function zoomOut(page: Page, to: number): Page {
  const wider = page.trail[to];
  if (!wider) return page;
  const next = ask(page, { ...page.query, range: wider.range, width: wider.width });
  // What was chosen in between is kept, and the step stays as the way back from that.
  return { ...next, trail: page.trail.slice(0, queryKey(next.query) === queryKey(wider) ? to : to + 1) };
}

/** Among other groups a search for these would leave an empty table, and a file without most of its rows. */
function turnTo(page: Page, query: ViewQuery): Page {
  const alike = query.source === page.query.source && query.groupBy === page.query.groupBy;
  return { ...page, query, look: alike ? page.look : { ...page.look, find: "" } };
}

/** What is kept of an account is read before it is sent: until then, the numbers of the one before must not pass for its own. */
function withAnswerOf(account: number, page: Page): Page {
  return page.host && page.host.account !== account ? { ...page, answer: null } : page;
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
  return { ...turnTo(page, host.query), host, unechoed: [], trail: key === queryKey(page.query) ? page.trail : [] };
}
