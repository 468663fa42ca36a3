import type { Locator } from "playwright-core";
import { dashboard } from "./freshPages.ts";

/** The chart as hand and eye find it. */
export const canvas = (): Locator => dashboard.page.locator("canvas");
export const tooltip = (): Locator => dashboard.page.getByRole("tooltip");
export const readout = async (): Promise<string> => dashboard.page.locator("[data-readout]").innerText();

export async function press(...keys: readonly string[]): Promise<void> {
  for (const key of keys) await dashboard.page.keyboard.press(key);
  await dashboard.settled();
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

async function boxOf(locator: Locator): Promise<Place> {
  const box = await locator.boundingBox();
  if (!box) throw new Error("It is not in sight");
  return box;
}

/** Where a bucket stands, from where the keys show the first and the last. */
export async function bucketBox(bucket: number, buckets: number): Promise<Place> {
  await canvas().focus();
  await press("Home");
  const first = await boxOf(dashboard.page.locator(".chart-band"));
  await press("End");
  const last = await boxOf(dashboard.page.locator(".chart-band"));
  await press("Escape");
  return { ...first, x: first.x + ((last.x - first.x) * bucket) / (buckets - 1) };
}

/** To a place over a bucket, `up` of the chart's height above its foot. */
export async function hover(bucket: number, buckets: number, up: number): Promise<void> {
  const { x, y, width, height } = await bucketBox(bucket, buckets);
  await dashboard.page.mouse.move(x + width / 2, y + height * (1 - up));
  await dashboard.settled();
}

export async function drag(from: number, to: number, buckets: number, end: "release" | "hold" = "release"): Promise<void> {
  const start = await bucketBox(from, buckets);
  const stop = await bucketBox(to, buckets);
  await dashboard.page.mouse.move(start.x + start.width / 2, start.y + 20);
  await dashboard.page.mouse.down();
  await dashboard.page.mouse.move(stop.x + stop.width / 2, stop.y + 20, { steps: 5 });
  await dashboard.settled();
  if (end === "release") await dashboard.page.mouse.up();
  await dashboard.settled();
}

/** Rows of the table of that name, cell by cell, its headings first. */
export async function tableCells(name: RegExp): Promise<readonly (readonly string[])[]> {
  const lines = dashboard.page.getByRole("table", { name }).locator("tr:not(.spacer)");
  return lines.evaluateAll((found) => found.map((line) => [...line.querySelectorAll("th,td")].map((cell) => cell.textContent.replace(/\s+/g, " ").trim())));
}
