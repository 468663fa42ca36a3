import type { BucketWidth, DayRange, UtcDay } from "../domain/buckets.ts";
import type { Dimension } from "../domain/dimensions.ts";
import type { Segment } from "../domain/segment.ts";
import type { PackedSegments } from "../domain/segmentPack.ts";
import type { SourceId } from "../domain/sources.ts";
import type { ViewQuery } from "../domain/viewQuery.ts";

/**
 * The messages between host and page, one table for each direction. Unions, guards and handler tables follow from
 * them: a message that is missing on either side does not compile.
 */
export interface ToHost {
  /** The page can draw; `view` is what it showed before it was hidden or the window reloaded. */
  ready: { readonly view: ViewQuery | null };
  setView: ViewQuery;
  refresh: null;
  /** Has the host gone? It answers with a state, at once and whatever else is under way. */
  stillThere: null;
  /** Text that the page made of what it shows; the host asks where to. */
  saveExport: ExportFile;
  copyAsCurl: null;
  /** Keeps a question and how it is looked at (JSON of the page's own); the host asks for the name. */
  saveView: { readonly query: ViewQuery; readonly look: string };
  openView: { readonly name: string };
  deleteView: { readonly name: string };
  /** A button that stands for a command. */
  act: PageAction;
}

export interface ExportFile {
  /** File name, without a folder. */
  readonly name: string;
  readonly format: ExportFormat;
  readonly text: string;
}

export type ExportFormat = "csv" | "json";
/** Characters of an export; what is longer no spreadsheet opens. */
export const longestExport = 64 * 1024 * 1024;

/** Characters of a look: a few choices, and a text that was searched for. */
export const longestLook = 20_000;

export const pageActions = ["setAdminKey", "useSampleOrganization", "checkAccess", "showLog", "openSettings"] as const;
export type PageAction = (typeof pageActions)[number];

export interface ToPage {
  state: PageState;
  rows: SentRows;
  /** How a saved view was looked at, as the page once said it. */
  look: { readonly look: string };
}

/** Everything but the rows: small, whole, replaceable. */
export interface PageState {
  readonly query: ViewQuery;
  /** Unix seconds by the host's clock, so that page and host agree on what today is. */
  readonly now: number;
  readonly access: PageAccess;
  /** Another number means that rows that were sent before are somebody else's; 0 where there is nobody. */
  readonly account: number;
  /** `org-…`, once anything has named it. */
  readonly organization: string | null;
  /** Sources of which nothing is known to be in use, dimmed in the picker. */
  readonly unused: readonly SourceId[];
  /** Dimensions of the query's source that the organization's API refuses, with the reason; shown disabled. */
  readonly refused: Readonly<Partial<Record<Dimension, string>>>;
  readonly status: PageStatus;
  /** Plain sentences beside the numbers: what a total lacks, the earliest date kept, restated days. */
  readonly notes: readonly string[];
  /** Exact decimal dollars. */
  readonly budget: { readonly dailyUsd: string | null; readonly monthlyUsd: string | null };
  /** First day that the API keeps, once that is known: of days before, there is what was fetched in time. */
  readonly keptFrom: UtcDay | null;
  /** Where the query's range has no rows: days of about its length that have some, filters aside. */
  readonly nearest: DayRange | null;
  /** Names of the saved views. */
  readonly views: readonly string[];
}

export type PageAccess =
  | { readonly kind: "none" }
  | { readonly kind: "sample" }
  /** `host` is where the numbers come from: `api.openai.com`. */
  | { readonly kind: "key"; readonly host: string };

export interface PageStatus {
  /** Unix seconds of the oldest fetch among the days shown; null where nothing is stored yet. */
  readonly asOf: number | null;
  readonly loading: boolean;
  /** What is on its way, as a sentence: of this question, or else the rest of the year. */
  readonly fetching: string | null;
  /** Why the numbers shown are not the newest, with what helps; null where they are. */
  readonly problem: { readonly text: string; readonly action: PageAction | "refresh" } | null;
}

/** The rows that answer the query: segments of one source, view and width, with what their numbers mean. */
export interface PageRows {
  readonly source: SourceId;
  /** `viewId` of the segments. */
  readonly view: string;
  readonly width: BucketWidth;
  readonly segments: readonly Segment[];
  /** Unix seconds at which each day of them was fetched: what was not over then is not all known, and may change. */
  readonly fetchedAt: Readonly<Record<UtcDay, number>>;
  /** Days of the range that no answer covers yet, that failed, or that the API keeps no more: gaps, not zeros. */
  readonly missing: readonly UtcDay[];
  /** Dictionary texts from number 1 on; number 0 is null. */
  readonly texts: readonly string[];
  /** Names of the ids among `texts`. */
  readonly names: readonly PageName[];
}

/**
 * `PageRows` as they travel: all columns in one buffer, which the page unpacks on arrival. VS Code counts the buffers
 * of a message in one byte; a column each would lose all beyond the 255th.
 */
export interface SentRows extends Omit<PageRows, "segments"> {
  readonly segments: PackedSegments;
}

export interface PageName {
  readonly dimension: Extract<Dimension, "project_id" | "user_id" | "api_key_id">;
  readonly id: string;
  readonly name: string;
  readonly archived: boolean;
}

export type Message<M> = { readonly [K in keyof M]: { readonly type: K; readonly body: M[K] } }[keyof M];
export type Handlers<M> = { readonly [K in keyof M]: (body: M[K]) => void | Promise<void> };
