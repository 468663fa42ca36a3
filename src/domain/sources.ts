import type { BucketWidth } from "./buckets.ts";
import type { Dimension, FilterName } from "./dimensions.ts";

/**
 * The table of sources: costs and each usage endpoint, one row each. The client, the planner, the tree, the
 * dashboard's controls, the exports and the README's table are derived from it; a new endpoint is one row.
 */
export type Unit = "usd" | "tokens" | "requests" | "images" | "characters" | "seconds" | "bytes" | "sessions" | "calls" | "quantity";

export interface Metric {
  readonly id: string;
  readonly label: string;
  readonly unit: Unit;
  /** Row fields whose sum the metric is. `input_tokens` already holds cached, audio, text and image tokens. */
  readonly of: readonly string[];
  /** `sum` adds buckets up; `last` is a level, such as bytes stored: its total is the newest reported bucket. */
  readonly over: "sum" | "last";
}

/** How many buckets one request may ask for. */
interface Limit {
  readonly unset: number;
  readonly most: number;
}

export interface SourceSpec {
  readonly label: string;
  /** Below the API's base URL. */
  readonly path: string;
  /** `object` of each row. */
  readonly row: string;
  readonly widths: Readonly<Partial<Record<BucketWidth, Limit>>>;
  readonly filters: readonly FilterName[];
  readonly groupBy: readonly Dimension[];
  /** Groupings that are fetched and kept; the first answers most questions, a further one may be refused (400). */
  readonly views: readonly (readonly Dimension[])[];
  /** Count fields of a row: `required` ones are an error where missing, `optional` ones are "not reported". */
  readonly required: readonly string[];
  readonly optional: readonly string[];
  readonly metrics: readonly Metric[];
  /** What the tree opens a source into. */
  readonly breakdown: Dimension;
}

const dayOnly = { "1d": { unset: 7, most: 180 } } as const;
const allWidths = { "1d": { unset: 7, most: 31 }, "1h": { unset: 24, most: 168 }, "1m": { unset: 60, most: 1_440 } } as const;

const byModel = ["project_id", "user_id", "api_key_id", "model"] as const;
const modelFilters = ["project_ids", "user_ids", "api_key_ids", "models"] as const;

const sum = (id: string, label: string, unit: Unit, of: readonly string[] = [id]): Metric => ({ id, label, unit, of, over: "sum" });
const requests = sum("num_model_requests", "Requests", "requests");

const tokenParts = [
  sum("input_cached_tokens", "Cached input tokens", "tokens"),
  sum("input_cache_write_tokens", "Cache-write input tokens", "tokens"),
  // The parts of cache writes by how long they are kept: in the SDK's types, not in the document.
  sum("input_cache_write_30m_tokens", "Cache-write input tokens, 30 min", "tokens"),
  sum("input_cache_write_12h_tokens", "Cache-write input tokens, 12 h", "tokens"),
  sum("input_uncached_tokens", "Uncached input tokens", "tokens"),
  sum("input_text_tokens", "Uncached text input tokens", "tokens"),
  sum("output_text_tokens", "Text output tokens", "tokens"),
  sum("input_cached_text_tokens", "Cached text input tokens", "tokens"),
  sum("input_audio_tokens", "Uncached audio input tokens", "tokens"),
  sum("input_cached_audio_tokens", "Cached audio input tokens", "tokens"),
  sum("output_audio_tokens", "Audio output tokens", "tokens"),
  sum("input_image_tokens", "Uncached image input tokens", "tokens"),
  sum("input_cached_image_tokens", "Cached image input tokens", "tokens"),
  sum("output_image_tokens", "Image output tokens", "tokens"),
];

/** Completions and decisions take and give the same; decisions is known from the SDK only. */
const tokenSource = {
  widths: allWidths,
  filters: [...modelFilters, "batch"],
  groupBy: [...byModel, "batch", "service_tier", "api_source"],
  views: [[...byModel, "batch", "service_tier"], ["api_source"]],
  required: ["input_tokens", "output_tokens", "num_model_requests"],
  optional: tokenParts.map((metric) => metric.id),
  metrics: [
    sum("total_tokens", "Tokens", "tokens", ["input_tokens", "output_tokens"]),
    sum("input_tokens", "Input tokens", "tokens"),
    sum("output_tokens", "Output tokens", "tokens"),
    requests,
    ...tokenParts,
  ],
  breakdown: "model",
} as const;

/** Endpoints whose rows carry one measure and a number of requests, told apart by the four ids. */
const measured = (measure: Metric) =>
  ({
    widths: allWidths,
    filters: modelFilters,
    groupBy: byModel,
    views: [byModel],
    required: [measure.id, requests.id],
    optional: [],
    metrics: [measure, requests],
    breakdown: "model",
  }) as const;

/** Endpoints known by project only. */
const byProject = (measure: Metric) =>
  ({
    widths: allWidths,
    filters: ["project_ids"],
    groupBy: ["project_id"],
    views: [["project_id"]],
    required: [measure.id],
    optional: [],
    metrics: [measure],
    breakdown: "project_id",
  }) as const;

export const sources = {
  costs: {
    label: "Costs",
    path: "organization/costs",
    row: "organization.costs.result",
    widths: dayOnly,
    filters: ["project_ids", "api_key_ids", "line_items"],
    groupBy: ["project_id", "line_item", "api_key_id", "user_id", "api_source"],
    views: [["project_id", "line_item"], ["project_id", "api_key_id"], ["user_id"], ["api_source"]],
    required: [],
    optional: [],
    metrics: [sum("amount", "Cost", "usd")],
    breakdown: "line_item",
  },
  completions: { label: "Completions", path: "organization/usage/completions", row: "organization.usage.completions.result", ...tokenSource },
  embeddings: {
    label: "Embeddings",
    path: "organization/usage/embeddings",
    row: "organization.usage.embeddings.result",
    ...measured(sum("input_tokens", "Input tokens", "tokens")),
  },
  moderations: {
    label: "Moderations",
    path: "organization/usage/moderations",
    row: "organization.usage.moderations.result",
    ...measured(sum("input_tokens", "Input tokens", "tokens")),
  },
  images: {
    ...measured(sum("images", "Images", "images")),
    label: "Images",
    path: "organization/usage/images",
    row: "organization.usage.images.result",
    filters: [...modelFilters, "sources", "sizes"],
    groupBy: [...byModel, "size", "source"],
    views: [[...byModel, "size", "source"]],
  },
  audio_speeches: {
    label: "Audio speeches",
    path: "organization/usage/audio_speeches",
    row: "organization.usage.audio_speeches.result",
    ...measured(sum("characters", "Characters", "characters")),
  },
  audio_transcriptions: {
    label: "Audio transcriptions",
    path: "organization/usage/audio_transcriptions",
    row: "organization.usage.audio_transcriptions.result",
    ...measured(sum("seconds", "Audio length", "seconds")),
  },
  vector_stores: {
    label: "Vector stores",
    path: "organization/usage/vector_stores",
    row: "organization.usage.vector_stores.result",
    ...byProject({ id: "usage_bytes", label: "Stored", unit: "bytes", of: ["usage_bytes"], over: "last" }),
  },
  code_interpreter_sessions: {
    label: "Code interpreter sessions",
    path: "organization/usage/code_interpreter_sessions",
    row: "organization.usage.code_interpreter_sessions.result",
    ...byProject(sum("num_sessions", "Sessions", "sessions")),
  },
  file_search_calls: {
    label: "File search calls",
    path: "organization/usage/file_search_calls",
    row: "organization.usage.file_searches.result",
    widths: allWidths,
    filters: ["project_ids", "user_ids", "api_key_ids", "vector_store_ids"],
    groupBy: ["project_id", "user_id", "api_key_id", "vector_store_id"],
    views: [["project_id", "user_id", "api_key_id", "vector_store_id"]],
    required: ["num_requests"],
    optional: [],
    metrics: [sum("num_requests", "Calls", "calls")],
    breakdown: "vector_store_id",
  },
  web_search_calls: {
    label: "Web search calls",
    path: "organization/usage/web_search_calls",
    row: "organization.usage.web_searches.result",
    widths: allWidths,
    filters: [...modelFilters, "context_levels"],
    groupBy: [...byModel, "context_level", "api_source"],
    views: [[...byModel, "context_level"], ["api_source"]],
    required: ["num_requests", "num_model_requests"],
    optional: [],
    metrics: [sum("num_requests", "Calls", "calls"), requests],
    breakdown: "model",
  },
  decisions: { label: "Decisions", path: "organization/usage/decisions", row: "organization.usage.decisions.result", ...tokenSource },
} as const satisfies Record<string, SourceSpec>;

export type SourceId = keyof typeof sources;
export const allSources = Object.keys(sources) as readonly SourceId[];
export const usageSources = allSources.filter((source) => source !== "costs");

export function sourceSpec(source: SourceId): SourceSpec {
  return sources[source];
}

export function isSourceId(text: string): text is SourceId {
  return Object.hasOwn(sources, text);
}

/** The metric a source is known by: its first. */
export function mainMetric(source: SourceId): Metric {
  return metricOf(source, sourceSpec(source).metrics[0]?.id ?? "");
}

export function metricOf(source: SourceId, id: string): Metric {
  const found = sourceSpec(source).metrics.find((metric) => metric.id === id);
  if (!found) throw new RangeError(`${source} has no metric ${id}`);
  return found;
}

/** The name a view is filed under in history and coverage. */
export function viewId(view: readonly Dimension[]): string {
  return view.join("+");
}

/** The first kept view that can answer a question about `asked` dimensions, or `undefined` where none can. */
export function viewFor(source: SourceId, asked: readonly Dimension[]): readonly Dimension[] | undefined {
  return sourceSpec(source).views.find((view) => asked.every((dimension) => view.includes(dimension)));
}
