import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { parseJson } from "../../src/api/json.ts";
import { SegmentReader } from "../../src/api/segmentReader.ts";
import { UsageClient } from "../../src/api/usageClient.ts";
import { daySeconds, type DayRange } from "../../src/domain/buckets.ts";
import { Dictionary } from "../../src/domain/dictionary.ts";
import type { Dimension } from "../../src/domain/dimensions.ts";
import type { Segment } from "../../src/domain/segment.ts";
import { allSources, sourceSpec, type SourceId } from "../../src/domain/sources.ts";
import { FakeClock } from "./support/fakeClock.ts";
import { costText, totalText } from "./support/figures.ts";
import { ScriptedTransport, scriptedNow, scriptedSender } from "./support/scripted.ts";

/** Real responses and the document's own examples, read to the digit. The totals were added up by hand, elsewhere. */

const folder = "test/fixtures/api";
const textOf = (file: string): string => readFileSync(`${folder}/${file}`, "utf8");
const idle = new AbortController().signal;

interface RawBucket {
  readonly start_time: number;
  readonly end_time: number;
}

/** Reads a page as the client does: from its text, through the sender. */
async function read(source: SourceId, view: readonly Dimension[], text: string): Promise<{ segments: readonly Segment[]; days: DayRange; dictionary: Dictionary }> {
  const client = new UsageClient(scriptedSender(new ScriptedTransport({ body: text }), { clock: new FakeClock(scriptedNow) }));
  const { data } = await client.page(source, { start_time: 0 }, idle);
  const buckets = data as readonly RawBucket[];
  const from = buckets[0]?.start_time ?? 0;
  const to = buckets.at(-1)?.end_time ?? 0;
  const dictionary = new Dictionary();
  const reader = new SegmentReader({ source, view, width: "1d", from, to }, dictionary);
  reader.addBuckets(data);
  return { segments: reader.finish(), days: { from: Math.floor(from / daySeconds), to: Math.ceil(to / daySeconds) }, dictionary };
}

const pageOf = (data: string): string => `{"object":"page","data":${data},"has_more":false,"next_page":null}`;

test("the recorded 31 days of costs come to exactly 284.93943937274981134156 dollars", async () => {
  const { segments, days } = await read("costs", ["project_id", "line_item"], pageOf(textOf("recorded/cookbook-2025-02-costs.data.json")));
  assert.equal(segments.length, 31);
  assert.equal(costText(segments, days), "284.93943937274981134156");
});

test("the recorded 13 buckets of completions come to their tokens and requests", async () => {
  const { segments, days } = await read("completions", ["model"], pageOf(textOf("recorded/cookbook-2025-02-completions.data.json")));
  assert.equal(segments.length, 13);
  const total = (metric: string): string | undefined => totalText(segments, { source: "completions", metric, days });
  assert.deepEqual(["input_tokens", "output_tokens", "num_model_requests", "total_tokens"].map(total), ["15560092", "355818", "13085", "15915910"]);
});

test("the recorded amount that is a text is 12.50 dollars", async () => {
  const bucket = `[{"object":"bucket","start_time":1730419200,"end_time":1730505600,"results":[${textOf("recorded/codexbar-999-cost-result.json")}]}]`;
  const { segments, days, dictionary } = await read("costs", ["line_item"], pageOf(bucket));
  assert.equal(costText(segments, days), "12.5");
  assert.deepEqual(dictionary.texts(), ["Text tokens"]);
});

interface Example {
  readonly source: SourceId;
  readonly metric: string;
  readonly total: string;
}

const examples: readonly Example[] = [
  { source: "costs", metric: "amount", total: "0.06" },
  { source: "audio_speeches", metric: "characters", total: "45" },
  { source: "audio_transcriptions", metric: "seconds", total: "20" },
  { source: "code_interpreter_sessions", metric: "num_sessions", total: "1" },
  { source: "completions", metric: "total_tokens", total: "1500" },
  { source: "embeddings", metric: "input_tokens", total: "16" },
  { source: "images", metric: "images", total: "2" },
  { source: "moderations", metric: "input_tokens", total: "16" },
  { source: "vector_stores", metric: "usage_bytes", total: "1024" },
  { source: "file_search_calls", metric: "num_requests", total: "2" },
  { source: "web_search_calls", metric: "num_requests", total: "2" },
];

for (const { source, metric, total } of examples) {
  test(`the document's example of ${source} is read to ${total} ${metric}`, async () => {
    const file = source === "costs" ? "response.costs.json" : `response.usage.${source}.json`;
    const { segments, days } = await read(source, sourceSpec(source).views[0] ?? [], textOf(`examples/${file}`));
    assert.equal(totalText(segments, { source, metric, days }), total);
  });
}

test("every source has an example but decisions, which the document does not know; decisions reads rows of its own kind", async () => {
  const files = readdirSync(`${folder}/examples`).filter((file) => file === "response.costs.json" || file.startsWith("response.usage."));
  assert.equal(files.length, examples.length);
  assert.deepEqual([...examples.map(({ source }) => source), "decisions"].sort(), [...allSources].sort());
  const text = textOf("examples/response.usage.completions.json").replaceAll("usage.completions.result", "usage.decisions.result");
  const { segments, days } = await read("decisions", ["model"], text);
  assert.equal(totalText(segments, { source: "decisions", metric: "total_tokens", days }), "1500");
});

test("every row object that the document shows is read, each by its own source and by no other", () => {
  const files = readdirSync(`${folder}/examples`).filter((file) => /^object\.(Usage\w+|Costs)Result\.json$/.test(file));
  assert.equal(files.length, 11);
  for (const file of files) {
    const row = parseJson(textOf(`examples/${file}`), file);
    const readers = allSources.filter((source) => {
      const reader = new SegmentReader({ source, view: [], width: "1d", from: 0, to: daySeconds }, new Dictionary());
      try {
        reader.addBuckets([{ object: "bucket", start_time: 0, end_time: daySeconds, results: [row] }]);
        return true;
      } catch {
        return false;
      }
    });
    assert.equal(readers.length, 1, `${file}: ${readers.join()}`);
  }
});
