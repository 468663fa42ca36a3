import assert from "node:assert/strict";
import { breakDown } from "../../../src/domain/aggregate.ts";
import { dayStart, isoDay, type DayRange, type UtcDay } from "../../../src/domain/buckets.ts";
import { toText } from "../../../src/domain/decimal.ts";
import { mainMetric, sourceSpec, viewId } from "../../../src/domain/sources.ts";
import { openHistory, type HistoryDatabase, type OrganizationId } from "../../../src/history/historyDatabase.ts";
import type { Series } from "../../../src/history/series.ts";
import { fingerprintOf } from "../../../src/host/sessions.ts";
import type { LoopbackServer } from "../../server/loopbackServer.ts";
import { everySeries, serverTotal } from "./yearTotals.ts";

/** As `askedWindows` names what was asked. */
export function seriesName({ source, view, width }: Series): string {
  return [sourceSpec(source).path.replace("organization/", ""), width, ...[...view].toSorted()].join(" ");
}

/** What lies in a history file that nobody has open. */
export class KeptYear {
  readonly database: HistoryDatabase;
  readonly organization: OrganizationId;
  /** `series day`, as `askedWindows` names them. */
  readonly days = new Set<string>();

  constructor(file: string, { url, adminKey }: LoopbackServer, now: number) {
    const log: string[] = [];
    this.database = openHistory(file, { now: () => now, log: (line) => log.push(line) });
    assert.equal(this.database.trouble, undefined, log.join("\n"));
    assert.deepEqual(this.database.check(), []);
    const { origin } = new URL(url);
    this.organization = this.database.enter(origin, fingerprintOf(origin, adminKey));
    for (const { source, view, width, day } of this.database.coverage(this.organization).days) {
      const series = everySeries.find((each) => each.source === source && viewId(each.view) === view);
      assert.ok(series && width === "1d");
      this.days.add(`${seriesName(series)} ${isoDay(day)}`);
    }
  }

  has(name: string, day: UtcDay): boolean {
    return this.days.has(`${name} ${isoDay(day)}`);
  }

  /** Every day that is said to be kept has as many rows as is said, and as the server has. */
  assertWhole(days: DayRange, rowsOf: (series: Series, day: UtcDay) => number | undefined): void {
    const said = new Map(this.database.coverage(this.organization).days.map((each) => [`${each.source} ${each.view} ${String(each.day)}`, each.rows]));
    for (const series of everySeries) {
      for (const { segment } of this.database.load(this.organization, series, days)) {
        const { day, rows } = segment;
        assert.equal(said.get(`${series.source} ${viewId(series.view)} ${String(day)}`), rows);
        assert.equal(rows, rowsOf(series, day) ?? rows, `${seriesName(series)} ${isoDay(day)}`);
      }
    }
  }

  /** All of the year, and exactly what the server has. */
  assertComplete(server: LoopbackServer, days: DayRange): void {
    for (const series of everySeries) {
      const kept = this.database.load(this.organization, series, days);
      assert.equal(kept.length, days.to - days.from, seriesName(series));
      const ask = { metric: mainMetric(series.source), width: "1d", from: dayStart(days.from), to: dayStart(days.to), groupBy: null, keep: {} } as const;
      const { total } = breakDown(kept.map(({ segment }) => segment), ask);
      assert.equal(total ? toText(total) : "0", serverTotal(server, series, days), seriesName(series));
    }
  }

  close(): void {
    this.database.close();
  }
}
