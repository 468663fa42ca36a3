import { daysOf, type UtcDay } from "../../src/domain/buckets.ts";
import { parseDecimal } from "../../src/domain/decimal.ts";
import { Dictionary } from "../../src/domain/dictionary.ts";
import type { Dimension } from "../../src/domain/dimensions.ts";
import { SegmentBuilder } from "../../src/domain/segment.ts";
import { viewId } from "../../src/domain/sources.ts";
import type { PageRows } from "../../src/shared/protocol.ts";
import { allFetched, last30Days } from "./sampleRows.ts";

/** A costs row with what was billed for, as the wire spells it. */
export interface BilledRow {
  readonly day: UtcDay;
  readonly item: string;
  readonly amount: string;
  readonly quantity: string | null;
  readonly unit: string | null;
}

/** Line items in units of their own, one whose unit changed, one without a unit, and one that lacks a quantity once. */
export const billedRows: readonly BilledRow[] = daysOf(last30Days).flatMap((day, index): BilledRow[] => [
  { day, item: "gpt-5.2, input", amount: `${String(3 + index)}.00000000000000125`, quantity: String(2_400_000 + index * 1_000), unit: "tokens" },
  { day, item: "gpt-5.2, output", amount: "1.5", quantity: "150000", unit: "tokens" },
  { day, item: "gpt-image-1, image output", amount: "0.042", quantity: "1", unit: "images" },
  { day, item: "gpt-5.2, cached input", amount: "0.41666666", quantity: "41.15", unit: "1000_tokens" },
  { day, item: "gpt-4o-transcribe, audio", amount: "0.05", quantity: "240", unit: "duration_seconds" },
  { day, item: "code interpreter, memory", amount: "0.03", quantity: "0.5", unit: "gibibyte_hours" },
  { day, item: "evals, runs", amount: "0.02", quantity: "2", unit: "grader_runs" },
  ...(index === 0 ? [{ day, item: "tts-1, characters", amount: "0.000015", quantity: "1", unit: "characters" }] : []),
  { day, item: "whisper-1, audio", amount: "0.6", quantity: "6", unit: index < 15 ? "duration_minutes" : "duration_seconds" },
  { day, item: "web search tool calls", amount: "0.25", quantity: "25", unit: null },
  { day, item: "gpt-5.2, training", amount: "0.1", quantity: index === 3 ? null : "10", unit: index === 3 ? null : "tokens" },
]);

export function billedPage(rows: readonly BilledRow[] = billedRows): PageRows {
  const dictionary = new Dictionary();
  const view: readonly Dimension[] = ["project_id", "line_item"];
  const segments = daysOf(last30Days).map((day) => {
    const builder = new SegmentBuilder("costs", view, "1d", day);
    builder.addBucket(0);
    for (const row of rows)
      if (row.day === day)
        builder.addRow({
          ...{ at: 0, dimensions: [dictionary.idOf("proj_docs"), dictionary.idOf(row.item)], counts: [], unit: dictionary.idOf(row.unit) },
          ...{ amount: parseDecimal(row.amount), quantity: row.quantity === null ? undefined : parseDecimal(row.quantity) },
        });
    return builder.finish();
  });
  return { source: "costs", view: viewId(view), width: "1d", segments, fetchedAt: allFetched(segments), missing: [], texts: dictionary.texts(), names: [] };
}
