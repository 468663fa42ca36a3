import assert from "node:assert/strict";
import { test } from "node:test";
import { checkQuery, type AnyQuery, type QueryOf } from "../../src/domain/query.ts";
import type { SourceId } from "../../src/domain/sources.ts";
import { thrown } from "./support/refusal.ts";

/**
 * What an endpoint does not take cannot be written down: each line below a `@ts-expect-error` fails the type check
 * on the day it compiles. That the same is refused at run time is checked beside it.
 */

function refused(source: SourceId, parameter: string, query: unknown): void {
  assert.equal(thrown(() => checkQuery(source, query as AnyQuery), "badRequest").detail.param, parameter);
}

const at = { start_time: 1_790_000_000 } as const;

test("parameters of other endpoints are type errors", () => {
  // @ts-expect-error costs knows no models
  refused("costs", "models", { ...at, models: ["gpt-4o"] } satisfies QueryOf<"costs">);
  // @ts-expect-error costs takes no users as a filter
  refused("costs", "user_ids", { ...at, user_ids: ["user-a"] } satisfies QueryOf<"costs">);
  // @ts-expect-error line items are of costs
  refused("completions", "line_items", { ...at, line_items: ["x"] } satisfies QueryOf<"completions">);
  // @ts-expect-error embeddings know no batch
  refused("embeddings", "batch", { ...at, batch: true } satisfies QueryOf<"embeddings">);
  // @ts-expect-error only images have sizes
  refused("audio_speeches", "sizes", { ...at, sizes: ["256x256"] } satisfies QueryOf<"audio_speeches">);
  // @ts-expect-error only images have sources
  refused("moderations", "sources", { ...at, sources: ["image.edit"] } satisfies QueryOf<"moderations">);
  // @ts-expect-error vector stores are filtered by project only
  refused("vector_stores", "api_key_ids", { ...at, api_key_ids: ["key_a"] } satisfies QueryOf<"vector_stores">);
  // @ts-expect-error sessions know no users
  refused("code_interpreter_sessions", "user_ids", { ...at, user_ids: ["user-a"] } satisfies QueryOf<"code_interpreter_sessions">);
  // @ts-expect-error file search calls know no models
  refused("file_search_calls", "models", { ...at, models: ["gpt-4o"] } satisfies QueryOf<"file_search_calls">);
  // @ts-expect-error web search calls know no vector stores
  refused("web_search_calls", "vector_store_ids", { ...at, vector_store_ids: ["vs_a"] } satisfies QueryOf<"web_search_calls">);
  // @ts-expect-error transcriptions know no context levels
  refused("audio_transcriptions", "context_levels", { ...at, context_levels: ["low"] } satisfies QueryOf<"audio_transcriptions">);
  // @ts-expect-error nobody takes this
  refused("decisions", "anything", { ...at, anything: "x" } satisfies QueryOf<"decisions">);
});

test("values and groupings of other endpoints are type errors", () => {
  // @ts-expect-error costs come by the day only
  refused("costs", "bucket_width", { ...at, bucket_width: "1h" } satisfies QueryOf<"costs">);
  // @ts-expect-error costs know no model
  refused("costs", "group_by", { ...at, group_by: ["model"] } satisfies QueryOf<"costs">);
  // @ts-expect-error embeddings know no batch
  refused("embeddings", "group_by", { ...at, group_by: ["batch"] } satisfies QueryOf<"embeddings">);
  // @ts-expect-error no such size
  refused("images", "sizes", { ...at, sizes: ["2048x2048"] } satisfies QueryOf<"images">);
  // @ts-expect-error no such source
  refused("images", "sources", { ...at, sources: ["image.dream"] } satisfies QueryOf<"images">);
  // @ts-expect-error no such level
  refused("web_search_calls", "context_levels", { ...at, context_levels: ["higher"] } satisfies QueryOf<"web_search_calls">);
  // @ts-expect-error batch is one boolean
  refused("completions", "batch", { ...at, batch: ["true"] } satisfies QueryOf<"completions">);
  // @ts-expect-error a list is a list
  refused("completions", "models", { ...at, models: "gpt-4o" } satisfies QueryOf<"completions">);
  // @ts-expect-error a start is needed
  refused("completions", "start_time", {} satisfies QueryOf<"completions">);
});
