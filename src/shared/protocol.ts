import type { BucketWidth, UtcDay } from "../domain/buckets.ts";
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
  exportRows: { readonly format: "csv" | "json" };
  copyAsCurl: null;
  /** A button that stands for a command. */
  act: PageAction;
}

export const pageActions = ["setAdminKey", "useSampleOrganization", "checkAccess", "showLog", "openSettings"] as const;
export type PageAction = (typeof pageActions)[number];

export interface ToPage {
  state: PageState;
  rows: SentRows;
}

/** Everything but the rows: small, whole, replaceable. */
export interface PageState {
  readonly query: ViewQuery;
  /** Unix seconds by the host's clock, so that page and host agree on what today is. */
  readonly now: number;
  readonly access: PageAccess;
  /** Sources of which nothing is known to be in use, dimmed in the picker. */
  readonly unused: readonly SourceId[];
  /** Dimensions of the query's source that the organization's API refuses, with the reason; shown disabled. */
  readonly refused: Readonly<Partial<Record<Dimension, string>>>;
  readonly status: PageStatus;
  /** Plain sentences beside the numbers: what a total lacks, the earliest date kept, restated days. */
  readonly notes: readonly string[];
  /** Exact decimal dollars. */
  readonly budget: { readonly dailyUsd: string | null; readonly monthlyUsd: string | null };
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
  /** Days of the range that no answer covers yet, or that failed: gaps, not zeros. */
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
