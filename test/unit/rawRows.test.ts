import assert from "node:assert/strict";
import { test } from "node:test";
import { dayOf, dayStart, widthSeconds, type BucketWidth } from "../../src/domain/buckets.ts";
import { parseDecimal, toText } from "../../src/domain/decimal.ts";
import { bucketText, newestRow, rawRow, rowPlaces, rowText } from "../../src/domain/rawRows.ts";
import { RowFilters } from "../../src/domain/rowFilters.ts";
import type { Segment } from "../../src/domain/segment.ts";
import { allSources, sourceSpec, type SourceId } from "../../src/domain/sources.ts";
import { withModel, type Stand } from "./modelSupport/modelOnServer.ts";

type WireRow = Readonly<Record<string, unknown>>;
interface WirePage {
  readonly data: readonly { readonly start_time: number; readonly results: readonly WireRow[] }[];
}

const all = new RowFilters({});

/** What the server sends of one bucket, fields that it was not asked to group by aside; numbers as exact texts, since it spells amounts in several ways. */
function onTheWire({ server }: Stand, source: SourceId, view: readonly string[], width: BucketWidth, start: number): readonly WireRow[] {
  const groups = view.map((name) => `&group_by=${name}`).join("");
  const answer = server.answer(`${sourceSpec(source).path.slice("organization/".length)}?start_time=${String(start)}&bucket_width=${width}&limit=1${groups}`);
  const { data } = answer.body as WirePage; // the server's own page; a wrong shape fails here
  const apart = sourceSpec(source).groupBy.filter((name) => !view.includes(name));
  return (data[0]?.results ?? []).map((row) => plain(row, apart));
}

function plain(row: WireRow, apart: readonly string[]): WireRow {
  const fields = Object.entries(row).filter(([name, value]) => name !== "organization_id" && !apart.includes(name) && !(name.startsWith("quantity") && value === null));
  return Object.fromEntries(fields.map(([name, value]) => [name, exact(value)]));
}

function exact(value: unknown): unknown {
  if (typeof value === "object" && value !== null) return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, name === "value" ? digits(part) : part]));
  return typeof value === "number" ? digits(value) : value;
}

function digits(value: unknown): string {
  const decimal = parseDecimal(String(value));
  assert.ok(decimal);
  return `digits ${toText(decimal)}`;
}

/** A row of ours, read back without a double in between. */
function readBack(text: string): WireRow {
  return exact(JSON.parse(text.replace(/(: )(-?\d+(?:\.\d+)?)(?=[,}])/g, '$1"digits $2"')) as WireRow) as WireRow;
}

test("each row of each source and grouping equals the row on the wire, digit by digit", async () => {
  await withModel({}, async (stand) => {
    await stand.start();
    const { model, server } = stand;
    assert.ok(server.url);
    const today = dayOf(model.now());
    const compared = new Set<SourceId>();
    for (const source of allSources)
      for (const view of sourceSpec(source).views) {
        const series = { source, view, width: "1d" as const };
        const days = { from: today - 5, to: today - 3 };
        const { session } = model;
        assert.ok(session);
        await session.bring([{ ...series, days }], -Infinity, new AbortController().signal);
        await session.history.hold(stand, [{ ...series, days }]);
        const textOf = (id: number): string | null => session.history.dictionary.textOf(id);
        for (const { segment } of session.history.days(series, days)) {
          const start = dayStart(segment.day);
          const rows: readonly WireRow[] = rowPlaces([segment], all, start, start + 86_400).map((place) => readBack(rowText(rawRow(place, textOf))));
          // One project's rows side by side, in the order they came.
          const placeOf = (row: WireRow): number => rows.findIndex((each) => each[view[0] ?? ""] === row[view[0] ?? ""]);
          const sent = onTheWire(stand, source, view, "1d", start).toSorted((a, b) => placeOf(a) - placeOf(b));
          assert.deepEqual(rows, sent, `${source} by ${view.join()}`);
          if (rows.length > 0) compared.add(source);
        }
      }
    assert.ok(compared.size > 8, [...compared].join());
  });
});

test("a bucket of hours or minutes has its own rows, and the newest is the last one with rows", async () => {
  await withModel({}, async (stand) => {
    await stand.start();
    const { session } = stand.model;
    assert.ok(session);
    const view = sourceSpec("completions").views[0] ?? [];
    for (const width of ["1h", "1m"] as const) {
      const today = dayOf(stand.model.now());
      const want = { source: "completions" as const, view, width, days: { from: today - 1, to: today } };
      await session.bring([want], -Infinity, new AbortController().signal);
      await session.history.hold(stand, [want]);
      const segments: readonly Segment[] = session.history.days(want, want.days).map(({ segment }) => segment);
      const start = dayStart(today - 1) + 14 * 3_600;
      const rows: readonly WireRow[] = rowPlaces(segments, all, start, start + widthSeconds[width]).map((place) => readBack(rowText(rawRow(place, (id) => session.history.dictionary.textOf(id)))));
      assert.deepEqual(rows, onTheWire(stand, "completions", view, width, start));
      const newest = newestRow(segments, all, dayStart(today - 1), dayStart(today));
      assert.ok(newest !== undefined && onTheWire(stand, "completions", view, width, newest).length > 0);
      for (let later = newest + widthSeconds[width]; later < dayStart(today); later += widthSeconds[width]) assert.deepEqual(onTheWire(stand, "completions", view, width, later), []);
    }
  });
});

test("filters keep their own rows, and nothing kept is no newest bucket", async () => {
  await withModel({}, async ({ start, model }) => {
    await start();
    const { session } = model;
    assert.ok(session);
    const today = dayOf(model.now());
    const series = { source: "costs" as const, view: sourceSpec("costs").views[0] ?? [], width: "1d" as const };
    const segments = session.history.days(series, { from: today - 2, to: today }).map(({ segment }) => segment);
    const [first] = rowPlaces(segments, all, dayStart(today - 2), dayStart(today));
    const project = first?.segment.dimensions.project_id?.[first.row] ?? 0;
    const kept = rowPlaces(segments, new RowFilters({ project_id: new Set([project]) }), dayStart(today - 2), dayStart(today));
    assert.ok(kept.length > 0 && kept.every(({ segment, row }) => segment.dimensions.project_id?.[row] === project));
    assert.equal(newestRow(segments, new RowFilters({ project_id: new Set() }), dayStart(today - 2), dayStart(today)), undefined);
  });
});

test("a bucket is written as the API's pages hold one", () => {
  assert.deepEqual(JSON.parse(bucketText(60, 120, ['{"a": 1}', '{"a": 2}'])), { object: "bucket", start_time: 60, end_time: 120, results: [{ a: 1 }, { a: 2 }] });
  assert.deepEqual(JSON.parse(bucketText(60, 120, [])), { object: "bucket", start_time: 60, end_time: 120, results: [] });
});
