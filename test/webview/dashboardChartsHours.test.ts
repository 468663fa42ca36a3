import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { press, tableCells, tooltip } from "./chartHand.ts";
import { dashboard, freshPages } from "./freshPages.ts";
import { asking, pageState } from "./pageStates.ts";
import { completionsPage, hourlyImages, now, today } from "./sampleRows.ts";

freshPages();

const query = asking({ source: "completions", metric: "num_model_requests", groupBy: "model", range: { from: "2026-11-16", to: "2026-11-25" }, width: "1h" });
const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
/** Ten days that are known up to the noon of a Sunday, the seventh of them. */
const page = completionsPage("1h", { from: today - 6, to: today + 4 });
const grid = () => dashboard.page.getByRole("grid", { name: "Hours of the week: Requests, mean per hour, UTC" });
const cell = (name: string) => dashboard.page.getByRole("gridcell", { name });

/** Requests by weekday and hour, and how many such hours there are and are over, counted row by row. */
function requests(weekday: number, hour: number): { readonly sum: number; readonly hours: number } {
  const found = page.segments.filter(({ day, buckets }) => (day + 3) % 7 === weekday && buckets.includes(hour * 60) && day * 86_400 + (hour + 1) * 3_600 <= now);
  let sum = 0;
  for (const { at, rows, counts } of found) for (let row = 0; row < rows; row += 1) if (at[row] === hour * 60) sum += counts["num_model_requests"]?.[row] ?? 0;
  return { sum, hours: found.length };
}

beforeEach(async () => {
  await dashboard.show(pageState({ query }), page);
  await dashboard.choose("Chart", "Hour by weekday");
});

test("seven times twenty-four hours, each with its mean, and a gap where none is known", async () => {
  assert.equal(await grid().getByRole("gridcell").count(), 168);
  for (const [weekday, hour] of [[0, 0], [2, 14], [5, 23], [6, 12]] as const) {
    const { sum, hours } = requests(weekday, hour);
    assert.ok(hours > 0);
    const mean = Math.round(sum / hours).toLocaleString("en-US");
    const next = String((hour + 1) % 24).padStart(2, "0");
    await cell(`${weekdays[weekday] ?? ""} ${String(hour).padStart(2, "0")}:00–${next}:00 UTC: ${mean} requests an hour, mean of ${String(hours)} hour`).waitFor();
  }
  assert.equal(requests(6, 13).hours, 0); // the one that is not over
  await cell("Sun 13:00–14:00 UTC: no such hour of the range is over, or not loaded").waitFor();
  assert.equal(requests(6, 20).hours, 0);
  assert.match((await cell("Sun 20:00–21:00 UTC: no such hour of the range is over, or not loaded").getAttribute("class")) ?? "", /heat-gap/);
  await dashboard.page.getByText("No such hour of the range is over, or not loaded: a gap, not a zero").waitFor();
});

test("the busiest hour has the strongest colour and is named in the legend", async () => {
  const all = Array.from({ length: 168 }, (_, at) => ({ weekday: Math.floor(at / 24), hour: at % 24 })).map((place) => ({ ...place, ...requests(place.weekday, place.hour) }));
  const [busiest] = all.filter(({ hours }) => hours > 0).sort((a, b) => b.sum / b.hours - a.sum / a.hours);
  assert.ok(busiest);
  const name = `${weekdays[busiest.weekday] ?? ""} ${String(busiest.hour).padStart(2, "0")}:00`;
  await dashboard.page.getByText(new RegExp(`^Busiest: ${name}`)).waitFor();
  assert.match((await cell(name).getAttribute("class")) ?? "", /heat-8/);
  const largest = busiest.sum / busiest.hours;
  await cell(`${name}–${String((busiest.hour + 1) % 24).padStart(2, "0")}:00 UTC: ${Math.round(largest).toLocaleString("en-US")} requests an hour`).waitFor();
  // The ramp's middle and its end; below ten thousand every digit fits.
  const short = (value: number): string => (value < 10_000 ? value.toLocaleString("en-US") : `${(value / 1_000).toFixed(1)}K`);
  assert.deepEqual(await dashboard.page.getByRole("group", { name: "Legend" }).locator(".ramp-ends span").allInnerTexts(), ["none", `${short(largest / 2)} requests`, `${short(largest)} requests`]);
});

test("the value is told to the pointer and to the keys, in one stop of the Tab key", async () => {
  await cell("Tue 09:00").hover();
  assert.match(await tooltip().innerText(), /^Tue 09:00–10:00 UTC\s+[\d,]+ requests an hour, mean of 1 hour$/);
  await dashboard.page.mouse.move(2, 2);
  await dashboard.choice("Chart").focus();
  await press("Tab", "ArrowDown", "ArrowRight", "ArrowRight", "ArrowDown", "End");
  assert.match((await dashboard.page.locator(":focus").getAttribute("aria-label")) ?? "", /^Wed 23:00–00:00 UTC/);
  assert.match(await tooltip().innerText(), /^Wed 23:00/);
  await press("Tab");
  assert.match(await dashboard.page.locator(":focus").innerText(), /^Show 168 hours/);
});

test("the same numbers stand in a table, under the same filter", async () => {
  await dashboard.page.getByRole("button", { name: "Show 168 hours of the week" }).click();
  await dashboard.settled();
  const [head = [], ...lines] = await tableCells(/by hour and weekday/);
  assert.deepEqual(head, ["UTC", ...weekdays]);
  for (const [hour, cells] of lines.entries())
    weekdays.forEach((_, weekday) => {
      const { sum, hours } = requests(weekday, hour);
      assert.equal(cells[weekday + 1], hours === 0 ? "—" : Math.round(sum / hours).toLocaleString("en-US"), `${String(weekday)} ${String(hour)}`);
    });
});

test("it takes the chart's place without moving what is below", async () => {
  const top = async (): Promise<number | undefined> => (await dashboard.page.locator(".buckets").boundingBox())?.y;
  const before = await top();
  await dashboard.choose("Chart", "Lines");
  assert.equal(await top(), before);
});

test("one image in four weeks has its hour, its colour and its mean; where there is none, no hour is the busiest", async () => {
  const four = { from: today - 28, to: today };
  const range = { from: "2026-10-25", to: "2026-11-21" };
  const images = asking({ source: "images", metric: "images", groupBy: "model", range, width: "1h" });
  const tuesday = today - 5; // of a Sunday
  await dashboard.show(pageState({ query: images }), hourlyImages(four, [{ day: tuesday, hour: 14, images: 1 }]));
  const hour = (name: string) => dashboard.page.getByRole("gridcell", { name });
  const legend = dashboard.page.getByRole("group", { name: "Legend" });
  assert.match((await hour("Tue 14:00–15:00 UTC: 0.25 images an hour, mean of 4 hours").getAttribute("class")) ?? "", /heat-8/);
  assert.match((await hour("Mon 00:00–01:00 UTC: 0 images an hour, mean of 4 hours").getAttribute("class")) ?? "", /heat-0/);
  await legend.getByText("Busiest: Tue 14:00–15:00 UTC").waitFor();
  await legend.getByText("0.25 images").waitFor();
  await hour("Tue 14:00").hover();
  assert.equal(await tooltip().locator("p").last().getAttribute("title"), "Exactly 0.25 images");
  await dashboard.page.getByRole("button", { name: "Show 168 hours of the week" }).click();
  await dashboard.settled();
  assert.equal((await tableCells(/by hour and weekday/))[15]?.[2], "0.25");
  const average = dashboard.page.locator("[data-tile=average]");
  assert.deepEqual([await dashboard.tile("average"), await average.locator(".tile-value").getAttribute("title")], ["0.0357 images", "About 0.035714285714285714286 images"]);
  await dashboard.show(pageState({ query: images }), hourlyImages(four, [{ day: tuesday, hour: 14, images: 0 }]));
  assert.deepEqual([await legend.getByText(/^Busiest/).count(), await legend.getByText("0 images").count()], [0, 1]);
});
