import { dayOf, daysOf, type BucketWidth, type DayRange, type UtcDay } from "../../src/domain/buckets.ts";
import { parseDecimal } from "../../src/domain/decimal.ts";
import { Dictionary } from "../../src/domain/dictionary.ts";
import type { Dimension } from "../../src/domain/dimensions.ts";
import { SegmentBuilder, type Segment } from "../../src/domain/segment.ts";
import { sourceSpec, viewId, type SourceId } from "../../src/domain/sources.ts";
import type { PageName, PageRows } from "../../src/shared/protocol.ts";

/** 22 November 2026, 13:05 UTC. */
export const now = Date.UTC(2026, 10, 22, 13, 5) / 1000;
export const today: UtcDay = dayOf(now);
export const last30Days: DayRange = { from: today - 29, to: today + 1 };

export const projects = [
  ["proj_checkout", "Checkout assistant"],
  ["proj_search", "Semantic search"],
  ["proj_support", "Support copilot"],
  ["proj_docs", "Docs Q&A"],
  ["proj_voice", "Voice agents"],
  ["proj_batch", "Nightly batch jobs"],
  ["proj_evals", "Evals"],
  ["proj_old", "Prototype 2024"],
] as const;
const models = ["gpt-5.2", "gpt-5.2-mini", "gpt-4o-mini", "o4-mini", "text-embedding-3-large"] as const;
export const lineItems = models.flatMap((model) => ["input", "cached input", "output", "batch"].map((part) => `${model}, ${part}`));

/** A generator without a clock or chance: the same rows every time. */
export function noise(...parts: readonly number[]): number {
  const hash = parts.reduce((sum, part) => Math.imul(sum ^ part, 2_654_435_761) >>> 0, 2_166_136_261);
  return (((hash ^ (hash >>> 15)) >>> 0) % 10_000) / 10_000;
}

/** One amount as the wire would spell it, with all its digits, so that the test can add it up on its own. */
export interface CostRow {
  readonly day: UtcDay;
  readonly project: string | null;
  readonly item: string;
  readonly amount: string;
}

/** 8 projects × 20 line items × the days of the range, and one row a day that belongs to no project. */
export function costRows(days: DayRange = last30Days): readonly CostRow[] {
  return daysOf(days).flatMap((day) => {
    const weekend = [2, 3].includes(day % 7) ? 0.45 : 1; // 1970-01-01 was a Thursday
    const sofar = day === today ? 0.55 : 1;
    const spike = day === today - 9 ? 1.8 : 1;
    const rows = projects.flatMap(([id], project) =>
      lineItems.map((item, index): CostRow => {
        const size = (9 - project) ** 2.1 / (1 + index * 0.7) / 9;
        const amount = size * weekend * sofar * (id === "proj_voice" ? spike * 2.4 : 1) * (0.7 + 0.6 * noise(day, project, index));
        return { day, project: id, item, amount: amount.toFixed(17) };
      }),
    );
    return [...rows, { day, project: null, item: "gpt-4o-mini, output", amount: (0.3 * (1 + noise(day, 99))).toFixed(14) }];
  });
}

/** Every day of some segments as fetched at `at` (Unix s). */
export function allFetched(segments: readonly Segment[], at = now): PageRows["fetchedAt"] {
  return Object.fromEntries(segments.map(({ day }) => [day, at]));
}

/** Those rows as the host would send them; `missing` days are left out. */
export function costPage(rows: readonly CostRow[] = costRows(), missing: readonly UtcDay[] = [], names: readonly PageName[] = projectNames): PageRows {
  const dictionary = new Dictionary();
  const view: readonly Dimension[] = ["project_id", "line_item"];
  const days = [...new Set(rows.map((row) => row.day))].filter((day) => !missing.includes(day));
  const segments = days.map((day): Segment => {
    const builder = new SegmentBuilder("costs", view, "1d", day);
    builder.addBucket(0);
    for (const row of rows)
      if (row.day === day)
        builder.addRow({ at: 0, dimensions: [dictionary.idOf(row.project), dictionary.idOf(row.item)], counts: [], amount: parseDecimal(row.amount) });
    return builder.finish();
  });
  return { source: "costs", view: viewId(view), width: "1d", segments, fetchedAt: allFetched(segments), missing, texts: dictionary.texts(), names };
}

export const projectNames: readonly PageName[] = projects.map(([id, name]) => ({ dimension: "project_id", id, name, archived: id === "proj_old" }));

/** A source with nothing in any of its days. */
export function emptyPage(source: SourceId, width: BucketWidth, days: DayRange = last30Days): PageRows {
  const view = sourceSpec(source).views[0] ?? [];
  const segments = daysOf(days).map((day) => {
    const builder = new SegmentBuilder(source, view, width, day);
    builder.addBucket(0);
    return builder.finish();
  });
  return { source, view: viewId(view), width, segments, fetchedAt: allFetched(segments), missing: [], texts: [], names: [] };
}

/** Completions by the hour or day: five models, tokens and requests. */
export function completionsPage(width: "1h" | "1d", days: DayRange): PageRows {
  const view = sourceSpec("completions").views[0] ?? [];
  const dictionary = new Dictionary();
  const ids = (project: string, model: string): number[] =>
    view.map((name) => (name === "project_id" ? dictionary.idOf(project) : name === "model" ? dictionary.idOf(model) : name === "batch" ? dictionary.idOf("false") : 0));
  const segments = daysOf(days).map((day) => {
    const builder = new SegmentBuilder("completions", view, width, day);
    for (const minutes of width === "1d" ? [0] : Array.from({ length: 24 }, (_, hour) => hour * 60)) {
      if (day * 86_400 + minutes * 60 > now) continue;
      builder.addBucket(minutes);
      const busy = width === "1d" ? 24 : 1 + 6 * Math.exp(-(((minutes / 60 - 14) / 5) ** 2));
      projects.forEach(([id], project) =>
        models.forEach((model, index) => {
          const requests = Math.round(((busy * 400) / (1 + project) / (1 + index)) * (0.6 + 0.8 * noise(day, minutes, project, index)));
          builder.addRow({ at: minutes, dimensions: ids(id, model), counts: [requests * 1_450, requests * 210, requests, requests * 500] });
        }),
      );
    }
    return builder.finish();
  });
  return { source: "completions", view: viewId(view), width, segments, fetchedAt: allFetched(segments), missing: [], texts: dictionary.texts(), names: projectNames };
}

/** Images by the hour, of which most hours have none: each is reported. */
export function hourlyImages(days: DayRange, given: readonly { readonly day: UtcDay; readonly hour: number; readonly images: number }[]): PageRows {
  const page = emptyPage("images", "1h", days);
  const view = sourceSpec("images").views[0] ?? [];
  const segments = daysOf(days).map((day) => {
    const builder = new SegmentBuilder("images", view, "1h", day);
    for (let hour = 0; hour < 24; hour += 1) {
      builder.addBucket(hour * 60);
      for (const { images } of given.filter((each) => each.day === day && each.hour === hour)) builder.addRow({ at: hour * 60, dimensions: view.map(() => 0), counts: [images, images] });
    }
    return builder.finish();
  });
  return { ...page, segments };
}
