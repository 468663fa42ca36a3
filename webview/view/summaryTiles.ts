import { budgetLevel, budgetShare, runRate, type BudgetLevel } from "../../src/domain/budget.ts";
import { dayOf, daysOf, daySeconds, daysInMonth, knownSeconds, dayStart, monthStart, shortDay } from "../../src/domain/buckets.ts";
import { changeFrom } from "../../src/domain/changeFrom.ts";
import { toNumber, type Decimal } from "../../src/domain/decimal.ts";
import { dimensionSpec } from "../../src/domain/dimensions.ts";
import { nothing, writeShare, writeValue, writeWithUnit } from "../../src/domain/measure.ts";
import { shareOf, usd, usdFrom, type Usd } from "../../src/domain/money.ts";
import { writeCount } from "../../src/domain/numberFormat.ts";
import { unevenText } from "../../src/domain/periodBefore.ts";
import { metricOf } from "../../src/domain/sources.ts";
import { isMonth, isWholeSpend, type ResolvedView, type ViewQuery } from "../../src/domain/viewQuery.ts";
import type { PageState } from "../../src/shared/protocol.ts";
import { incomparable, lacking, periodBeforeText, writeChangeShare } from "./change.ts";
import { cachedParts } from "./cachedParts.ts";
import { columnData, sumOf } from "./columnData.ts";
import { dayTotals } from "./dayTotals.ts";
import type { Drawing } from "./drawing.ts";
import { digitsText, exactText } from "./exact.ts";
import { resetTime } from "./localTime.ts";
import { meanOf, meanText } from "./mean.ts";
import { count, heading } from "./words.ts";

/** One figure of the strip. Which there are depends on the question alone, so that the strip stands still while loading. */
export interface Tile {
  readonly id: "total" | "today" | "average" | "runRate" | "budget" | "cached" | "groups";
  readonly label: string;
  /** What to show once there is an answer. */
  readonly fill: (drawing: Drawing) => Figure;
}

export interface Figure {
  readonly value: string;
  /** Word behind the number. */
  readonly unit: string;
  readonly exact: string;
  readonly caption: string;
  /** The caption is something to be wary of. */
  readonly warns: boolean;
  readonly meter: { readonly share: number; readonly level: BudgetLevel } | null;
}

export function summaryTiles(query: ViewQuery, resolved: ResolvedView, now: number, budgets: PageState["budget"]): readonly Tile[] {
  const { days } = resolved;
  const today = dayOf(now);
  const metric = metricOf(query.source, query.metric);
  const money = query.source === "costs";
  const monthly = isMonth(query.range) ? budgets.monthlyUsd : query.range === "today" ? budgets.dailyUsd : null;
  const tiles: Tile[] = [{ id: "total", label: metric.over === "last" ? `${metric.label} (newest)` : "Total", fill: totalFigure }];
  if (metric.over === "sum" && resolved.from <= dayStart(today) && now < resolved.to && days.to - days.from > 1)
    tiles.push({ id: "today", label: "Today so far", fill: todayFigure });
  if (metric.over === "sum" && days.to - days.from > 2) tiles.push({ id: "average", label: "Average per day", fill: averageFigure });
  if (money && query.range === "monthToDate") tiles.push({ id: "runRate", label: "Run rate (estimate)", fill: runRateFigure });
  if (cachedParts(query)) tiles.push({ id: "cached", label: "Cached share", fill: cachedFigure });
  if (isWholeSpend(query) && monthly !== null) {
    const budget = usdFrom(monthly);
    const label = query.range === "today" ? "Daily budget" : "Monthly budget";
    tiles.push({ id: "budget", label, fill: (drawing) => budgetFigure(drawing, budget) });
  }
  if (query.groupBy !== "none") {
    const { plural } = dimensionSpec(query.groupBy);
    tiles.push({ id: "groups", label: heading(plural), fill: groupsFigure });
  }
  return tiles;
}

function figure(value: string, more: Partial<Figure>): Figure {
  return { value, unit: "", exact: "", caption: "", warns: false, meter: null, ...more };
}

function amount(value: Decimal | undefined, drawing: Drawing, more: Partial<Figure>): Figure {
  const { unit } = drawing.metric;
  const text = writeValue(value, unit);
  const unitText = value ? writeWithUnit(value, unit).slice(text.length).trim() : "";
  return figure(text, { unit: unitText, exact: exactText(value, unit), ...more });
}

function totalFigure(drawing: Drawing): Figure {
  const { days, from, to } = drawing.resolved;
  const all = days.to - days.from;
  const lacks = lacking(drawing, all);
  const length = to - from < all * daySeconds ? duration(to - from) : count(all, "UTC day");
  const caption = lacks ?? length;
  if (!drawing.compared) return amount(drawing.breakdown.total, drawing, { caption, warns: lacks !== null });
  return comparedFigure(drawing, caption);
}

const fewDays = 7;

/** `24 hours`, `90 minutes`: the length of a part of days. */
function duration(seconds: number): string {
  return seconds % 3_600 === 0 ? count(seconds / 3_600, "hour") : count(seconds / 60, "minute");
}

/** The total, and below it what it has changed by: without a judgement, since more is not worse. */
function comparedFigure(drawing: Drawing, caption: string): Figure {
  const { breakdown, before, metric } = drawing;
  const why = incomparable(drawing);
  const period = periodBeforeText(drawing);
  const change = changeFrom({ total: before?.breakdown.total, complete: why === null }, { total: breakdown.total, complete: why === null });
  if (why !== null || !change.difference) {
    const lacks = before && !lacking(drawing) ? `${period} is incomplete` : "comparison incomplete";
    return amount(breakdown.total, drawing, { caption: `${caption}, ${lacks}`, warns: true });
  }
  const uneven = unevenText(drawing);
  // Of a few days, the one that is not over is most of the difference; of many it is told with the exact number.
  const few = drawing.resolved.days.to - drawing.resolved.days.from <= fewDays;
  const exact = `${exactText(breakdown.total, metric.unit)}; changed by ${digitsText(change.difference)} against ${period}: ${exactText(before?.breakdown.total, metric.unit)}`;
  return amount(breakdown.total, drawing, { caption: `${writeChangeShare(change)} on ${period}${uneven && few ? `; ${uneven}` : ""}`, exact: uneven ? `${exact}; ${uneven}` : exact, warns: uneven !== "" && few });
}

function cachedFigure(drawing: Drawing): Figure {
  const parts = cachedParts(drawing.query);
  const data = columnData(drawing);
  const cached = parts && data.metric(parts.cached).total;
  const input = parts && data.metric(parts.input).total;
  const share = cached && input ? shareOf(cached, input) : undefined;
  const exact = cached && input ? `${digitsText(cached)} of ${digitsText(input)} input tokens` : "Nothing reported";
  return figure(writeShare(share), { caption: share === undefined ? "not reported" : "of input tokens", exact });
}

function todayFigure(drawing: Drawing): Figure {
  const today = dayTotals(drawing).find(({ day }) => day === dayOf(drawing.now));
  return amount(today?.total, drawing, { caption: `UTC day, resets ${resetTime(drawing.now, "short")}` });
}

function averageFigure(drawing: Drawing): Figure {
  const complete = dayTotals(drawing).flatMap((day) => (day.complete && day.total ? day.total : []));
  const [sum, days] = [sumOf(complete), complete.length];
  return amount(meanOf(sum, days), drawing, { caption: `over ${count(days, "complete day")}`, exact: meanText(sum, days, drawing.metric.unit) });
}

/**
 * None while a day is missing, as on every other surface: a pace taken from the days that are known would take weekdays
 * for weekends, and go up and down with each day that comes in.
 */
function runRateFigure(drawing: Drawing): Figure {
  const { breakdown: { total }, missing, resolved, rows } = drawing;
  const day = dayOf(drawing.now);
  const lacks = lacking(drawing, resolved.days.to - resolved.days.from);
  const known = daysOf(resolved.days).reduce((sum, each) => sum + knownSeconds(each, rows.fetchedAt[each] ?? 0), 0);
  const rate: Usd | undefined = missing.length === 0 && total ? runRate(usd(total), known, day) : undefined;
  const caption = rate ? `by ${shortDay(monthStart(day) + daysInMonth(day) - 1)}, at this pace` : (lacks ?? "too early in the month");
  return figure(writeValue(rate, "usd"), { caption, warns: !rate && lacks !== null });
}

function groupsFigure({ subjects }: Drawing): Figure {
  const unattributed = subjects.some((subject) => subject.unattributed); // at most one: it is what has no value
  const named = subjects.length - (unattributed ? 1 : 0);
  return figure(writeCount(named), { caption: unattributed ? "with usage, and some unattributed" : "with usage" });
}

function budgetFigure(drawing: Drawing, budget: Usd): Figure {
  const { breakdown: { total }, resolved: { days } } = drawing;
  const lacks = lacking(drawing, days.to - days.from);
  const caption = `of ${writeValue(budget, "usd")}${lacks ? `, ${lacks}` : ""}`;
  if (!total || toNumber(budget) <= 0) return figure(nothing, { caption, warns: lacks !== null });
  const share = budgetShare(total, budget);
  const level = budgetLevel(total, budget);
  return figure(writeShare(share), { caption, meter: { share, level }, warns: level !== "under" || lacks !== null });
}
