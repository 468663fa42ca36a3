import type { GroupValues } from "./grouping.ts";
import { quantity } from "./price.ts";
import type { DimensionName } from "./query.ts";
import type { UsageEndpoint } from "./stream.ts";
import type { WireUsage } from "./wireTypes.ts";

type Sums = Float64Array;

function text(values: GroupValues, name: DimensionName): string | null {
  const value = values[name];
  return typeof value === "string" ? value : null;
}

function who(values: GroupValues): {
  readonly project_id: string | null;
  readonly user_id: string | null;
  readonly api_key_id: string | null;
} {
  return { project_id: text(values, "project_id"), user_id: text(values, "user_id"), api_key_id: text(values, "api_key_id") };
}

function whoAndModel(values: GroupValues): ReturnType<typeof who> & { readonly model: string | null } {
  return { ...who(values), model: text(values, "model") };
}

function apiSource(values: GroupValues): "agents_api" | "unlabeled" | null {
  const value = values.api_source;
  return value === "agents_api" || value === "unlabeled" ? value : null;
}

const read = (sums: Sums, index: number): number => sums[index] ?? 0;
const requests = (sums: Sums): number => read(sums, quantity.requests);
const main = (sums: Sums): number => read(sums, quantity.input);

/** `input_tokens` holds all of its parts: uncached (text, audio, image), cached and cache-write. */
function tokens<Name extends string>(
  object: Name,
  values: GroupValues,
  sums: Sums,
): Omit<WireUsage["completions"], "object"> & { readonly object: Name } {
  const input = main(sums);
  const output = read(sums, quantity.output);
  const cached = read(sums, quantity.cached);
  const cachedAudio = read(sums, quantity.cachedAudio);
  const cacheWrite = read(sums, quantity.cacheWrite);
  const audio = read(sums, quantity.audioInput);
  const image = read(sums, quantity.imageInput);
  const audioOutput = read(sums, quantity.audioOutput);
  const uncached = input - cached - cacheWrite;
  const batch = values.batch;
  return {
    object,
    input_tokens: input,
    input_cached_tokens: cached,
    input_cache_write_tokens: cacheWrite,
    input_uncached_tokens: uncached,
    output_tokens: output,
    input_text_tokens: uncached - audio - image,
    output_text_tokens: output - audioOutput,
    input_cached_text_tokens: cached - cachedAudio,
    input_audio_tokens: audio,
    input_cached_audio_tokens: cachedAudio,
    output_audio_tokens: audioOutput,
    input_image_tokens: image,
    input_cached_image_tokens: 0,
    output_image_tokens: 0,
    num_model_requests: requests(sums),
    ...whoAndModel(values),
    batch: typeof batch === "boolean" ? batch : null,
    service_tier: text(values, "service_tier"),
    api_source: apiSource(values),
  };
}

const makers: { readonly [Endpoint in UsageEndpoint]: (values: GroupValues, sums: Sums) => WireUsage[Endpoint] } = {
  completions: (values, sums) => tokens("organization.usage.completions.result", values, sums),
  decisions: (values, sums) => tokens("organization.usage.decisions.result", values, sums),
  embeddings: (values, sums) => ({
    object: "organization.usage.embeddings.result",
    input_tokens: main(sums),
    num_model_requests: requests(sums),
    ...whoAndModel(values),
  }),
  moderations: (values, sums) => ({
    object: "organization.usage.moderations.result",
    input_tokens: main(sums),
    num_model_requests: requests(sums),
    ...whoAndModel(values),
  }),
  images: (values, sums) => ({
    object: "organization.usage.images.result",
    images: main(sums),
    num_model_requests: requests(sums),
    size: text(values, "size"),
    source: text(values, "source"),
    ...whoAndModel(values),
  }),
  audio_speeches: (values, sums) => ({
    object: "organization.usage.audio_speeches.result",
    characters: main(sums),
    num_model_requests: requests(sums),
    ...whoAndModel(values),
  }),
  audio_transcriptions: (values, sums) => ({
    object: "organization.usage.audio_transcriptions.result",
    seconds: main(sums),
    num_model_requests: requests(sums),
    ...whoAndModel(values),
  }),
  vector_stores: (values, sums) => ({
    object: "organization.usage.vector_stores.result",
    usage_bytes: main(sums),
    project_id: text(values, "project_id"),
  }),
  code_interpreter_sessions: (values, sums) => ({
    object: "organization.usage.code_interpreter_sessions.result",
    num_sessions: requests(sums),
    project_id: text(values, "project_id"),
  }),
  file_search_calls: (values, sums) => ({
    object: "organization.usage.file_searches.result",
    num_requests: requests(sums),
    ...who(values),
    vector_store_id: text(values, "vector_store_id"),
  }),
  web_search_calls: (values, sums) => ({
    object: "organization.usage.web_searches.result",
    num_requests: requests(sums),
    num_model_requests: requests(sums),
    ...whoAndModel(values),
    context_level: text(values, "context_level"),
    api_source: apiSource(values),
  }),
};

/** One row of an endpoint, from its group's dimensions and quantities. */
export function usageRow(endpoint: UsageEndpoint, values: GroupValues, sums: Float64Array): WireUsage[UsageEndpoint] {
  return makers[endpoint](values, sums);
}

export function isUsageEndpoint(name: string): name is UsageEndpoint {
  return Object.hasOwn(makers, name);
}
