/**
 * The shapes that the sample sends, as the API documents them. Compared at compile time with the types of the `openai` package.
 * Two things differ from those on purpose: an amount may be a string, and cost rows carry `organization_id`; the real API does both.
 */

type Id = string | null;

export interface WirePage<Row> {
  readonly object: "page";
  readonly data: readonly WireBucket<Row>[];
  readonly has_more: boolean;
  readonly next_page: string | null;
}

export interface WireBucket<Row> {
  readonly object: "bucket";
  readonly start_time: number;
  readonly end_time: number;
  readonly results: readonly Row[];
}

type ApiSource = "agents_api" | "unlabeled" | null;

export interface WireCost {
  readonly object: "organization.costs.result";
  readonly amount: { readonly value: number | string; readonly currency: string };
  readonly line_item: string | null;
  readonly project_id: Id;
  readonly api_key_id: Id;
  readonly user_id: Id;
  readonly quantity: number | null;
  readonly quantity_unit: string | null;
  readonly api_source: ApiSource;
  readonly organization_id: string;
}

interface Who {
  readonly project_id: Id;
  readonly user_id: Id;
  readonly api_key_id: Id;
}

interface WhoAndModel extends Who {
  readonly model: string | null;
}

interface Tokens extends WhoAndModel {
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly num_model_requests: number;
  readonly input_cached_tokens: number;
  readonly input_cache_write_tokens: number;
  readonly input_uncached_tokens: number;
  readonly input_text_tokens: number;
  readonly output_text_tokens: number;
  readonly input_cached_text_tokens: number;
  readonly input_audio_tokens: number;
  readonly input_cached_audio_tokens: number;
  readonly output_audio_tokens: number;
  readonly input_image_tokens: number;
  readonly input_cached_image_tokens: number;
  readonly output_image_tokens: number;
  readonly batch: boolean | null;
  readonly service_tier: string | null;
  readonly api_source: ApiSource;
}

export interface WireCompletions extends Tokens {
  readonly object: "organization.usage.completions.result";
}

export interface WireDecisions extends Tokens {
  readonly object: "organization.usage.decisions.result";
}

export interface WireEmbeddings extends WhoAndModel {
  readonly object: "organization.usage.embeddings.result";
  readonly input_tokens: number;
  readonly num_model_requests: number;
}

export interface WireModerations extends WhoAndModel {
  readonly object: "organization.usage.moderations.result";
  readonly input_tokens: number;
  readonly num_model_requests: number;
}

export interface WireImages extends WhoAndModel {
  readonly object: "organization.usage.images.result";
  readonly images: number;
  readonly num_model_requests: number;
  readonly size: string | null;
  readonly source: string | null;
}

export interface WireAudioSpeeches extends WhoAndModel {
  readonly object: "organization.usage.audio_speeches.result";
  readonly characters: number;
  readonly num_model_requests: number;
}

export interface WireAudioTranscriptions extends WhoAndModel {
  readonly object: "organization.usage.audio_transcriptions.result";
  readonly seconds: number;
  readonly num_model_requests: number;
}

export interface WireVectorStores {
  readonly object: "organization.usage.vector_stores.result";
  readonly usage_bytes: number;
  readonly project_id: Id;
}

export interface WireCodeInterpreterSessions {
  readonly object: "organization.usage.code_interpreter_sessions.result";
  readonly num_sessions: number;
  readonly project_id: Id;
}

export interface WireFileSearches extends Who {
  readonly object: "organization.usage.file_searches.result";
  readonly num_requests: number;
  readonly vector_store_id: string | null;
}

export interface WireWebSearches extends WhoAndModel {
  readonly object: "organization.usage.web_searches.result";
  readonly num_requests: number;
  readonly num_model_requests: number;
  readonly context_level: string | null;
  readonly api_source: ApiSource;
}

/** Every usage row by the last part of its endpoint's path. */
export interface WireUsage {
  readonly completions: WireCompletions;
  readonly decisions: WireDecisions;
  readonly embeddings: WireEmbeddings;
  readonly moderations: WireModerations;
  readonly images: WireImages;
  readonly audio_speeches: WireAudioSpeeches;
  readonly audio_transcriptions: WireAudioTranscriptions;
  readonly vector_stores: WireVectorStores;
  readonly code_interpreter_sessions: WireCodeInterpreterSessions;
  readonly file_search_calls: WireFileSearches;
  readonly web_search_calls: WireWebSearches;
}

export interface WireError {
  readonly error: {
    readonly message: string;
    readonly type: string;
    readonly param: string | null;
    readonly code: string | null;
  };
}
