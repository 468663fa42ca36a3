import assert from "node:assert/strict";
import { test } from "node:test";
import { dayStart, type BucketWidth } from "../../src/domain/buckets.ts";
import { Dictionary } from "../../src/domain/dictionary.ts";
import { dimensionOfFilter, dimensionSpec, type Dimension } from "../../src/domain/dimensions.ts";
import { SegmentBuilder } from "../../src/domain/segment.ts";
import { allSources, sourceSpec, viewId, viewFor, type SourceId } from "../../src/domain/sources.ts";
import { withSource, type ViewQuery } from "../../src/domain/viewQuery.ts";
import { curlForView } from "../../src/model/curlForView.ts";
import type { PageRows } from "../../src/shared/protocol.ts";
import { dashboard, freshPages } from "./freshPages.ts";
import { asking, pageState } from "./pageStates.ts";
import { allFetched, now, today } from "./sampleRows.ts";

freshPages();

/**
 * Every documented parameter of every endpoint has its control. `start_time` and `end_time` are the range, `limit` and
 * `page` follow from range and bucket: the last test holds them to what a request then carries.
 */
const week = { from: "2026-11-16", to: "2026-11-22" };
const valueOf = (dimension: Dimension): string => dimensionSpec(dimension).values?.[0] ?? `${dimension}-1`;
const widthNames: Readonly<Record<BucketWidth, string>> = { "1d": "1 day", "1h": "1 hour", "1m": "1 minute" };

/** One row that carries a value in every dimension of the view. */
function oneRow(source: SourceId, view: readonly Dimension[], width: BucketWidth): PageRows {
  const dictionary = new Dictionary();
  const builder = new SegmentBuilder(source, view, width, today);
  const spec = sourceSpec(source);
  builder.addBucket(0);
  builder.addRow({ at: 0, dimensions: view.map((name) => dictionary.idOf(valueOf(name))), counts: [...spec.required, ...spec.optional].map(() => 1), amount: { coefficient: 1n, scale: 0 } });
  const segments = [builder.finish()];
  return { source, view: viewId(view), width, segments, fetchedAt: allFetched(segments), missing: [], texts: dictionary.texts(), names: [] };
}

async function show(query: ViewQuery): Promise<void> {
  const grouped: readonly Dimension[] = query.groupBy === "none" ? [] : [query.groupBy];
  await dashboard.show(pageState({ query, unused: [] }), oneRow(query.source, viewFor(query.source, grouped) ?? [], "1d"));
}

/** What a list offers to choose. */
async function offered(label: string): Promise<readonly string[]> {
  await dashboard.choice(label).click();
  const open = dashboard.page.getByRole("option");
  await open.first().waitFor();
  const texts = await open.evaluateAll((found) => found.filter((each) => each.getAttribute("aria-disabled") !== "true").map((each) => each.textContent.trim()));
  await dashboard.page.keyboard.press("Escape");
  return texts;
}

for (const source of allSources)
  test(`${source}: every group-by, bucket width and filter of the API can be set in the page`, async () => {
    const spec = sourceSpec(source);
    const query = { ...withSource(asking({}), source), range: week };
    await show(query);
    const groups = await offered("Group by");
    for (const dimension of spec.groupBy) assert.ok(groups.includes(dimensionSpec(dimension).label), `group_by=${dimension}`);
    await show({ ...query, range: "today" });
    const widths = await offered("Bucket");
    for (const width of Object.keys(spec.widths) as BucketWidth[]) assert.ok(widths.includes(widthNames[width]), `bucket_width=${width}`);
    for (const parameter of spec.filters) {
      const dimension = dimensionOfFilter(parameter);
      assert.ok(dimension, parameter);
      await show(query);
      await filterBy(dimension);
      const asked = await dashboard.lastView();
      assert.deepEqual(asked.filters, { [dimension]: [valueOf(dimension)] }, parameter);
      assert.ok(curlForView(asked, now, undefined).includes(`${parameter}=${encodeURIComponent(valueOf(dimension))}`), `${parameter} is not in the request`);
      await show(asked); // heard, so that the next question from the host is not taken for an older one
    }
  });

test("of what the API knows few values of, each can be chosen, also where none was used", async () => {
  await show({ ...withSource(asking({}), "images"), range: week });
  await dashboard.page.getByRole("button", { name: /^More filters/ }).click();
  await dashboard.filter("Image size").click();
  const options = dashboard.page.getByRole("listbox", { name: "Image size" }).getByRole("option").locator(".option-name");
  await options.first().waitFor();
  assert.deepEqual(await options.allInnerTexts(), [...(dimensionSpec("size").values ?? [])]);
});

/** Through the bar, through "More filters", or, where it is reported apart, through the grouping that is offered there. */
async function filterBy(dimension: Dimension): Promise<void> {
  const { label } = dimensionSpec(dimension);
  const more = dashboard.page.getByRole("dialog", { name: "More filters" });
  if ((await dashboard.filter(label).count()) === 0) {
    await dashboard.page.getByRole("button", { name: /^More filters/ }).click();
    const apart = more.getByRole("button", { name: `Group by ${label}` });
    if ((await apart.count()) > 0) {
      await apart.click();
      await dashboard.settled();
      await show(await dashboard.lastView());
    }
  }
  await dashboard.filter(label).click();
  await dashboard.page.getByRole("listbox", { name: label }).getByRole("option").first().click();
  await dashboard.settled();
}

test("range and bucket give start, end and limit; what one request cannot hold is several", () => {
  const query = { ...withSource(asking({}), "completions"), range: week };
  const parameters = (view: ViewQuery): readonly URLSearchParams[] => [...curlForView(view, now, undefined).matchAll(/\?([^']+)'/g)].map(([, text]) => new URLSearchParams(text));
  const [day] = parameters({ ...query, range: { from: "2026-11-01", to: "2026-11-07" } });
  assert.deepEqual([day?.get("start_time"), day?.get("end_time"), day?.get("limit")], [String(dayStart(today - 21)), String(dayStart(today - 14)), "7"]);
  assert.equal(parameters({ ...query, width: "1h", range: { from: "2026-11-01", to: "2026-11-14" } }).length, 2);
});
