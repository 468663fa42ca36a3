import { cached, chat, use } from "./activity.ts";
import type { Activity } from "./activity.ts";
import * as tariffs from "./tariffs.ts";

/** What the organization's keys do all the time: `requests a day, input tokens, output tokens` for text models. */

export function textWork(): readonly Activity[] {
  return [
    chat(null, "gpt-4o-mini-2024-07-18", "flat", 26, 4300, 780),
    chat("playground", "gpt-4.1-2025-04-14", "office", 22, 5800, 1580),
    chat("playground", "gpt-5-2025-08-07", "office", 9, 7000, 2740, { from: "2025-08-11" }),
    chat("support-prod", "gpt-4o-2024-08-06", "product", 620, 15_800, 1280, { ...cached(0.32), to: "2026-04-20" }),
    chat("support-prod", "gpt-4.1-2025-04-14", "product", 690, 17_900, 1310, { ...cached(0.46), from: "2026-04-13" }),
    chat("support-prod", "gpt-4.1-mini-2025-04-14", "product", 540, 7800, 580, cached(0.38)),
    chat("support-staging", "gpt-4.1-mini-2025-04-14", "office", 70, 7700, 610),
    chat("search-prod", "gpt-4.1-mini-2025-04-14", "product", 420, 23_700, 940, cached(0.22)),
    chat("search-prod", "gpt-5-mini-2025-08-07", "product", 260, 25_600, 1150, { ...cached(0.25), from: "2026-06-15" }),
    chat("mobile-backend", "gpt-4o-mini-2024-07-18", "product", 610, 5400, 740, { ...cached(0.18) }),
    chat("mobile-backend", "gpt-5-mini-2025-08-07", "product", 380, 8800, 1250, { from: "2025-10-20", ...cached(0.2) }),
    chat("voice-beta", "gpt-4o-realtime-preview-2025-06-03", "product", 34, 6400, 1890, {
      from: "2026-02-16",
      shares: { cached: 0.24, audioInput: 0.42, audioOutput: 0.7 },
    }),
    chat("copywriter", "gpt-4.1-2025-04-14", "office", 60, 4800, 2740),
    chat("image-batch", "gpt-4o-2024-08-06", "office", 44, 7800, 910, { shares: { imageInput: 0.5 } }),
    chat("evals-ci", "gpt-4.1-2025-04-14", "nightly", 312, 37_000, 3800, { tier: "batch ", spikes: true, ...cached(0.3) }),
    chat("evals-ci", "gpt-5-2025-08-07", "nightly", 117, 39_200, 9300, { tier: "flex ", spikes: true, from: "2025-09-01", ...cached(0.3) }),
    chat("evals-adhoc", "gpt-4.1-mini-2025-04-14", "office", 55, 15_800, 1820, { spikes: true }),
    chat("review-bot", "gpt-5-2025-08-07", "office", 130, 36_800, 4100, { agents: true, from: "2025-10-06", ...cached(0.58) }),
    chat("review-bot-canary", "gpt-5-mini-2025-08-07", "office", 28, 36_500, 4000, { agents: true, from: "2025-09-15", ...cached(0.5) }),
    chat("notebook-priya", "o3-2025-04-16", "office", 42, 12_500, 7700, { from: "2026-03-02" }),
    chat("notebook-priya", "gpt-5-2025-08-07", "office", 30, 23_500, 6400, { from: "2026-03-02", ...cached(0.35) }),
    chat("notebook-hugo", "o3-2025-04-16", "office", 25, 10_200, 6200, { from: "2026-01-12", to: "2026-07-06" }),
    chat("review-bot", "gpt-5-mini-2025-08-07", "office", 65, 8500, 660, {
      endpoint: "decisions",
      agents: true,
      from: "2026-08-24",
      ...cached(0.3),
    }),
    chat("support-prod", "gpt-4.1-mini-2025-04-14", "product", 120, 4000, 180, { endpoint: "decisions", from: "2026-09-07" }),
  ];
}

export function otherWork(vectorStore: (name: string) => string): readonly Activity[] {
  const small = tariffs.embeddingPrices["text-embedding-3-small"] ?? [];
  const large = tariffs.embeddingPrices["text-embedding-3-large"] ?? [];
  const image = tariffs.imagePrices["gpt-image-1"] ?? [];
  return [
    use("search-prod", "embeddings", "product", 520, 420, small, { model: "text-embedding-3-small" }),
    use("ingest-worker", "embeddings", "nightly", 380, 46_000, large, { model: "text-embedding-3-large" }),
    use("support-prod", "embeddings", "product", 240, 350, small, { model: "text-embedding-3-small" }),
    use("support-prod", "moderations", "product", 700, 310, [], { model: "omni-moderation-latest" }),
    use("mobile-backend", "moderations", "product", 420, 240, [], { model: "omni-moderation-latest" }),
    use("image-batch", "images", "office", 62, 2, image, { model: "gpt-image-1", size: "1024x1024", source: "image.generation" }),
    use("image-batch", "images", "office", 14, 1, image, { model: "gpt-image-1", size: "1024x1024", source: "image.edit" }),
    use("copywriter", "images", "office", 18, 1, tariffs.imagePrices["dall-e-3"] ?? [], {
      model: "dall-e-3",
      size: "1024x1792",
      source: "image.generation",
    }),
    use("playground", "images", "office", 4, 1, [], { model: "dall-e-2", size: "512x512", source: "image.variation" }),
    use("mobile-backend", "audio_speeches", "product", 160, 640, tariffs.speechPrices, { model: "tts-1" }),
    use("voice-beta", "audio_transcriptions", "product", 90, 48, tariffs.transcriptionPrices["gpt-4o-transcribe"] ?? [], {
      model: "gpt-4o-transcribe",
    }),
    use("support-prod", "audio_transcriptions", "office", 26, 260, tariffs.transcriptionPrices["whisper-1"] ?? [], { model: "whisper-1" }),
    use("ingest-worker", "vector_stores", "flat", 24, 9.4e9, tariffs.vectorStorePrices, {}),
    use("support-prod", "vector_stores", "flat", 24, 1.3e9, tariffs.vectorStorePrices, {}),
    use("notebook-priya", "code_interpreter_sessions", "office", 19, 1, tariffs.codeInterpreterPrices, {}),
    use("playground", "code_interpreter_sessions", "office", 3, 1, tariffs.codeInterpreterPrices, {}),
    use("search-prod", "file_search_calls", "product", 310, 1, tariffs.fileSearchPrices, { vector_store_id: vectorStore("handbook") }),
    use("support-prod", "file_search_calls", "product", 150, 1, tariffs.fileSearchPrices, { vector_store_id: vectorStore("help-center") }),
    use("notebook-priya", "web_search_calls", "office", 52, 1, tariffs.webSearchPrices, {
      model: "o3-2025-04-16",
      context_level: "high",
      api_source: "unlabeled",
    }),
    use("review-bot", "web_search_calls", "office", 24, 1, tariffs.webSearchPrices, {
      model: "gpt-5-2025-08-07",
      context_level: "medium",
      api_source: "agents_api",
    }),
    use("mobile-backend", "web_search_calls", "product", 58, 1, tariffs.webSearchPrices, {
      model: "gpt-5-mini-2025-08-07",
      context_level: "low",
      api_source: "unlabeled",
    }),
  ];
}
