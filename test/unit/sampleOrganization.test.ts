import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { answerer } from "../../src/sample/answer.ts";
import { createSampleOrganization, sampleSeed } from "../../src/sample/sampleOrganization.ts";
import { bodyText } from "../../src/api/body.ts";
import { createSampleTransport } from "../../src/sample/sampleTransport.ts";
import { bucketsOf, dollars, secondsPerDay, totalOf } from "./sampleReading.ts";
import type { Bucket, Row } from "./sampleReading.ts";

const now = Date.UTC(2026, 10, 22, 19, 40, 11) / 1000;
const today = Math.floor(now / secondsPerDay) * secondsPerDay;

function at(time: number, seed = sampleSeed): (path: string) => readonly Bucket[] {
  const ask = answerer(createSampleOrganization(seed, time));
  return (path) => bucketsOf(ask(new URL(`http://sample/v1/organization/${path}`), time));
}

function dayTotals(time: number, from: number, days: number): readonly number[] {
  return at(time)(`costs?start_time=${from}&limit=${days}`).map((bucket) => dollars(totalOf(bucket.rows)));
}

const byLine = "group_by=project_id&group_by=line_item&group_by=api_key_id&group_by=user_id";
const anyTime = fc.integer({ min: Date.UTC(2026, 5, 1) / 1000, max: Date.UTC(2029, 0, 1) / 1000 });

test("the same seed and time give the same bytes, another seed gives others", () => {
  const text = (seed: number): string => JSON.stringify(at(now, seed)(`costs?start_time=${today - 5 * secondsPerDay}&${byLine}`));
  assert.equal(text(sampleSeed), text(sampleSeed));
  assert.notEqual(text(sampleSeed), text(7));
});

test("the order of asking changes nothing", () => {
  const ask = at(now);
  const later = ask(`costs?start_time=${today - secondsPerDay}`);
  ask(`costs?start_time=${today - 30 * secondsPerDay}&limit=31`);
  ask(`usage/completions?start_time=${today}&bucket_width=1m&limit=1440`);
  assert.deepEqual(ask(`costs?start_time=${today - secondsPerDay}`), later);
});

test("today's cost only grows while the day goes on", () => {
  fc.assert(
    fc.property(anyTime, fc.integer({ min: 0, max: 40_000 }), (first, more) => {
      const day = Math.floor(first / secondsPerDay) * secondsPerDay;
      const second = Math.min(first + more, day + secondsPerDay - 1);
      const total = (time: number): bigint =>
        totalOf(at(time)(`costs?start_time=${day}&limit=1&${byLine}`).flatMap((bucket) => bucket.rows));
      assert.ok(total(second) >= total(first));
    }),
    { numRuns: 40 },
  );
});

test("a closed day grows a little for 48 hours, and then never changes", () => {
  const day = today - 4 * secondsPerDay;
  const totals = [0, 6, 24, 47.9, 48, 49, 72].map((hours) => dayTotals(day + secondsPerDay + hours * 3600, day, 1)[0] ?? 0);
  for (let i = 1; i < totals.length; i++) assert.ok((totals[i] ?? 0) >= (totals[i - 1] ?? 0));
  const [closed = 0, , , , final = 0, later, latest] = totals;
  assert.ok(final > closed, "restated");
  assert.ok(final < closed * 1.06, "a little");
  assert.equal(later, final);
  assert.equal(latest, final);
});

test("history older than 48 hours is the same, whenever it is asked for: across days, weeks, months and years", () => {
  fc.assert(
    fc.property(anyTime, fc.integer({ min: 1, max: 120 }), fc.integer({ min: 3, max: 60 }), (first, daysLater, daysAgo) => {
      const day = (Math.floor(first / secondsPerDay) - daysAgo) * secondsPerDay;
      const rows = (time: number): readonly Row[] => at(time)(`costs?start_time=${day}&limit=1&${byLine}`).flatMap((bucket) => bucket.rows);
      assert.deepEqual(rows(first + daysLater * secondsPerDay), rows(first));
    }),
    { numRuns: 40 },
  );
});

test("it costs 60 to 220 dollars a day, with quiet weekends, a year's growth, and a spike 12 days before 22 November 2026", () => {
  const days = dayTotals(now, today - 30 * secondsPerDay, 30);
  const weekday = (index: number): number => new Date((today + (index - 30) * secondsPerDay) * 1000).getUTCDay();
  const spike = 30 - 12;
  for (const [index, total] of days.entries()) {
    const quiet = weekday(index) === 0 || weekday(index) === 6;
    if (index === spike) assert.ok(total > 200);
    else assert.ok(quiet ? total > 55 && total < 90 : total > 95 && total < 200, `${index}: ${total}`);
  }
  const year = dayTotals(now, today - 364 * secondsPerDay, 90);
  const mean = (all: readonly number[]): number => all.reduce((sum, each) => sum + each, 0) / all.length;
  assert.ok(mean(days) > 1.5 * mean(year));
});

test("13 months of every day have costs", () => {
  const first = dayTotals(now, today - 395 * secondsPerDay, 180);
  const rest = dayTotals(now, today - 215 * secondsPerDay, 180);
  for (const total of [...first, ...rest]) assert.ok(total > 10);
});

test("there is what the surfaces must cope with", () => {
  const ask = at(now);
  const organization = createSampleOrganization(sampleSeed, now);
  const month = ask(`costs?start_time=${today - 30 * secondsPerDay}&limit=31&${byLine}`).flatMap((bucket) => bucket.rows);
  assert.ok(
    month.some((row) => row["project_id"] === null && row["api_key_id"] === null && row["user_id"] === null),
    "an unattributed row",
  );
  const archived = organization.projects.filter((project) => project.archivedAt !== null);
  assert.equal(archived.length, 1);
  const old = ask(`costs?start_time=${(archived[0]?.archivedAt ?? 0) - 40 * secondsPerDay}&limit=30&project_ids=${archived[0]?.id ?? ""}`);
  assert.ok(old.flatMap((bucket) => bucket.rows).length > 0, "old costs of an archived project");
  const twice = ask(`costs?start_time=${today - 30 * secondsPerDay}&limit=31&${byLine}`).some(
    ({ rows }) =>
      new Set(rows.map((row) => JSON.stringify([row["project_id"], row["line_item"], row["api_key_id"], row["user_id"]]))).size <
      rows.length,
  );
  assert.ok(twice, "duplicate rows");
  const kinds = new Set(month.map((row) => amountKind((row["amount"] as { readonly value: unknown }).value)));
  assert.deepEqual([...kinds].sort(), ["number", "padded text", "scientific text", "text"]);
  const units = new Set(month.map((row) => row["quantity_unit"]));
  for (const unit of ["tokens", "images", "characters", "duration_minutes", "duration_seconds", "gibibyte_hours", null])
    assert.ok(units.has(unit), String(unit));
  for (const project of organization.projects.filter((each) => each.archivedAt === null))
    assert.ok(
      month.some((row) => row["project_id"] === project.id),
      String(project.name),
    );
});

function amountKind(value: unknown): string {
  if (typeof value === "number") return "number";
  const text = String(value);
  if (text.includes("e")) return "scientific text";
  return /\.\d{28}$/.test(text) ? "padded text" : "text";
}

test("amounts have 14 to 20 fraction digits, as recorded ones", () => {
  const rows = at(now)(`costs?start_time=${today - 10 * secondsPerDay}&limit=10`).flatMap((bucket) => bucket.rows);
  const digits = rows
    .map((row) => (row["amount"] as { readonly value: unknown }).value)
    .filter((value) => typeof value === "number")
    .map((value) => String(value).split(".")[1]?.length ?? 0);
  assert.ok(Math.max(...digits) >= 14 && Math.max(...digits) <= 20, String(digits));
});

test("from Tuesday on there is a model that was never used before this week", () => {
  fc.assert(
    fc.property(anyTime, (time) => {
      const day = Math.floor(time / secondsPerDay);
      const monday = day - ((day + 3) % 7);
      if (day === monday) return;
      const models = (from: number, days: number): ReadonlySet<unknown> =>
        new Set(
          at(time)(
            `usage/completions?start_time=${from * secondsPerDay}&limit=${days}&end_time=${(from + days) * secondsPerDay}&group_by=model`,
          )
            .flatMap((bucket) => bucket.rows)
            .map((row) => row["model"]),
        );
      const before = models(monday - 31, 31);
      assert.ok([...models(monday, day - monday + 1)].some((model) => !before.has(model)));
    }),
    { numRuns: 20 },
  );
});

test("the transport answers as a transport: JSON text, and an abort is a rejection", async () => {
  const transport = createSampleTransport(() => now * 1000);
  const url = new URL(`https://api.openai.com/v1/organization/costs?start_time=${today}`);
  const response = await transport.get({ url, headers: {}, signal: new AbortController().signal });
  assert.equal(response.status, 200);
  assert.equal(response.header("Content-Type"), "application/json");
  assert.deepEqual(
    JSON.parse(bodyText(await response.body())),
    JSON.parse(JSON.stringify(answerer(createSampleOrganization(sampleSeed, now))(url, now).body)),
  );
  await assert.rejects(transport.get({ url, headers: {}, signal: AbortSignal.abort() }), { name: "AbortError" });
});

test("a month of days at the finest grouping and a day of minutes are quick to make", () => {
  const fresh = (path: string): number => {
    const ask = at(now);
    const before = performance.now();
    ask(path);
    return performance.now() - before;
  };
  const fastest = (path: string): number => Math.min(fresh(path), fresh(path), fresh(path), fresh(path));
  // Measured 10 and 40 ms on two slow cores; the bounds leave room for a busy machine.
  assert.ok(fastest(`costs?start_time=${today - 30 * secondsPerDay}&limit=31&${byLine}`) < 90);
  assert.ok(
    fastest(
      `usage/completions?start_time=${today - secondsPerDay}&bucket_width=1m&limit=1440&group_by=project_id&group_by=model&group_by=api_key_id&group_by=user_id`,
    ) < 180,
  );
});
