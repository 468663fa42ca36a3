import type { Decimal } from "../../src/domain/decimal.ts";
import { daysInMonth } from "../../src/domain/buckets.ts";
import { usdFrom } from "../../src/domain/money.ts";
import { isMonth, isWholeSpend } from "../../src/domain/viewQuery.ts";
import type { PageState } from "../../src/shared/protocol.ts";
import type { ChartKind, Look } from "../state/look.ts";
import { bucketTraits, type BucketTrait } from "./bucketTraits.ts";
import { drawnKind } from "./chartChoice.ts";
import type { ColorSlots } from "./colorSlots.ts";
import type { Drawing } from "./drawing.ts";
import { plotOf, type Month, type Plot } from "./plot.ts";
import { seriesOf, type Series } from "./series.ts";
import { weekGrid, type WeekGrid } from "./weekGrid.ts";

/** All that the chart, its legend and the bucket table are drawn from. */
export interface ChartInput {
  readonly drawing: Drawing;
  readonly series: readonly Series[];
  readonly traits: readonly BucketTrait[];
  readonly kind: ChartKind;
  readonly plot: Plot;
  /** The hours of the week, where the chart shows those. */
  readonly week: WeekGrid | null;
}

/** Makes inputs, and of the last one keeps what a change left as it was. */
export class ChartInputs {
  #last: { readonly input: ChartInput; readonly otherOpen: boolean; readonly budget: string | null } | undefined;

  of(drawing: Drawing, look: Look, budget: PageState["budget"]["monthlyUsd"], colors: ColorSlots): ChartInput {
    const kind = drawnKind(look.chart, drawing.query, drawing.resolved);
    const { otherOpen } = look;
    const last = this.#last;
    const same = last?.input.drawing === drawing && last.otherOpen === otherOpen && last.budget === budget;
    if (same && last.input.kind === kind) return last.input;
    const { series, traits } = same ? last.input : { series: seriesOf(drawing, colors, otherOpen), traits: bucketTraits(drawing) };
    const month = kind === "cumulative" && budget !== null ? monthOf(drawing, usdFrom(budget)) : null;
    const plot = plotOf(kind === "weekHours" ? "bars" : kind, { drawing, series, traits, month });
    const input = { drawing, series, traits, kind, plot, week: kind === "weekHours" ? weekGrid(drawing) : null };
    this.#last = { input, otherOpen, budget };
    return input;
  }
}

/** The budget is for a whole month: nothing else can be held against it. */
function monthOf({ query, resolved }: Drawing, budget: Decimal): Month | null {
  return isWholeSpend(query) && isMonth(query.range) ? { budget, days: daysInMonth(resolved.days.from) } : null;
}
