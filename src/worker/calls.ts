import type { Body } from "../api/body.ts";
import type { PageEnd } from "../api/pageReader.ts";
import type { SegmentQuestion } from "../api/segmentReader.ts";
import type { BucketWidth, DayRange, UtcDay } from "../domain/buckets.ts";
import type { PackedSegments } from "../domain/segmentPack.ts";
import type { SourceId } from "../domain/sources.ts";
import type { HistoryTrouble } from "../history/historyDatabase.ts";
import type { Series } from "../history/series.ts";
import type { Resting } from "./restingThread.ts";

/**
 * What the extension host asks of the thread that keeps history: one row for each call, with what is asked and what is
 * answered. Both ends and the guards between them are typed from this table.
 */
export interface Calls {
  /** Begins with an account. `organization` numbers are the database's; the account's number is the host's. */
  open: { ask: { readonly account: number; readonly origin: string; readonly fingerprint: string }; answer: HistoryNews };
  close: { ask: { readonly account: number }; answer: undefined };
  /** The window ends: leases are given back, the database is closed. */
  closeAll: { ask: undefined; answer: undefined };
  /** The thread ends for now and leaves its work to the next; it goes on, and leaves nothing, while it has something in hand. */
  rest: { ask: undefined; answer: Resting | undefined };
  /** Tells at once what other windows have written, as news. */
  look: { ask: undefined; answer: undefined };
  /** Replaces what is to be in the host's memory. Answers with what was not yet. */
  hold: { ask: { readonly account: number; readonly wants: readonly Want[] }; answer: HistoryNews };
  /** A window's fetch begins, or begins anew. */
  begin: { ask: { readonly window: number; readonly question: SegmentQuestion }; answer: undefined };
  page: { ask: { readonly window: number; readonly body: Body }; answer: PageEnd };
  land: { ask: { readonly account: number; readonly window: number; readonly landing: WindowLanding }; answer: HistoryNews };
  drop: { ask: { readonly window: number }; answer: undefined };
  setFact: { ask: { readonly account: number; readonly name: string; readonly json: string }; answer: undefined };
  /** Waits for a task's lease at most `wait` milliseconds; true where it is had. It is renewed until it is released. */
  lease: { ask: { readonly account: number; readonly task: string; readonly wait: number }; answer: boolean };
  release: { ask: { readonly account: number; readonly task: string }; answer: undefined };
  prune: { ask: { readonly bounds: readonly Bound[] }; answer: undefined };
  describe: { ask: { readonly account: number | undefined }; answer: HistorySize };
  /** Deletes what is kept of one account's organization, or of all. Rejects where the file would go on to hold it. */
  clear: { ask: { readonly account: number | undefined }; answer: undefined };
  /** The sample organization answers a request: to make a year up takes a while. */
  sample: { ask: { readonly url: string; readonly now: number }; answer: { readonly status: number; readonly body: Body } };
}

export type CallName = keyof Calls;

/** Days of one series that somebody looks at. */
export interface Want extends Series {
  readonly days: DayRange;
}

export interface WindowLanding {
  readonly series: Series;
  /** Days the API was asked about and has answered for. */
  readonly days: DayRange;
  /** Unix seconds at which the request was sent. */
  readonly fetchedAt: number;
}

/** Rows of this width that are older than that day may go. */
export interface Bound {
  readonly width: BucketWidth;
  readonly before: UtcDay;
}

/** What has changed since the last news of an account; columns have one entry for each day. */
export interface HistoryNews {
  readonly account: number;
  /** Everything known before is void: the account was opened, cleared, or turned out to be another organization's. */
  readonly fresh: boolean;
  /** `org-…`, once costs have named it. */
  readonly organization: string | null;
  readonly covered: readonly CoveredSeries[];
  /** Dictionary texts that follow those known, in the order of their numbers. */
  readonly texts: readonly string[];
  /** Days that are held and new. */
  readonly segments: PackedSegments;
  readonly facts: readonly (readonly [name: string, json: string])[];
  readonly trouble: HistoryTrouble | undefined;
}

export interface CoveredSeries {
  readonly source: SourceId;
  /** `viewId` of the grouping. */
  readonly view: string;
  readonly width: BucketWidth;
  readonly day: Uint32Array;
  /** Unix seconds at which the request was sent. */
  readonly fetchedAt: Float64Array;
  readonly rows: Uint32Array;
}

export interface HistorySize {
  /** Of the whole file, bytes. */
  readonly bytes: number;
  readonly organizations: number;
  /** Of the account, where one is asked about; of all otherwise. */
  readonly days: number;
  readonly rows: number;
  readonly from: UtcDay | undefined;
  /** Names of files that could not be read, which may hold rows of any organization. */
  readonly setAside: readonly string[];
}

/** Messages of the thread: an answer to a call, or news that another window's work brought. */
export type Reply =
  | { readonly kind: "answer"; readonly id: number; readonly value: unknown }
  | { readonly kind: "failed"; readonly id: number; readonly error: SentError }
  | { readonly kind: "news"; readonly news: HistoryNews }
  | { readonly kind: "log"; readonly line: string };

/** A `SpendError` on its way between threads, which copy an error's text but not its class. */
export interface SentError {
  readonly errorKind: string;
  readonly message: string;
  readonly detail: Readonly<Record<string, unknown>>;
}
