import assert from "node:assert/strict";
import type { Frame, Locator } from "playwright-core";
import { eventually } from "./eventually.ts";
import type { Workbench } from "./workbench.ts";

/** A place in the window, in CSS pixels. */
interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where the dashboard's chart has a bucket: told by the band that the keys show over the first and the last. */
export function bucketBox(workbench: Workbench, bucket: number, buckets: number): Promise<Box> {
  return eventually("the chart shows its buckets to the keys", async () => {
    const frame = await workbench.dashboardFrame();
    const canvas = frame.locator("canvas");
    const band = async (key: string): Promise<Box> => {
      await canvas.press(key, { timeout: 3000 });
      return boxOf(frame.locator(".chart-band"));
    };
    await canvas.scrollIntoViewIfNeeded({ timeout: 3000 });
    const [first, last] = [await band("Home"), await band("End")];
    await canvas.press("Escape");
    assert.ok(last.x > first.x, "the buckets stand side by side");
    return { ...first, x: first.x + ((last.x - first.x) * bucket) / (buckets - 1) };
  });
}

async function boxOf(locator: Locator): Promise<Box> {
  const box = await locator.boundingBox({ timeout: 1000 });
  if (!box) throw new Error("It is not in sight");
  return box;
}

/** Drags over the chart, from the middle of one bucket to that of another. @param told what the tooltip must say before the button is let go */
export async function dragOverBuckets(workbench: Workbench, [from, to]: readonly [number, number], buckets: number, told: RegExp): Promise<void> {
  const { mouse } = workbench.page;
  const middle = ({ x, y, width, height }: Box): readonly [number, number] => [x + width / 2, y + height / 3];
  const start = middle(await bucketBox(workbench, from, buckets));
  const end = middle(await bucketBox(workbench, to, buckets));
  await mouse.move(...start);
  await mouse.down();
  await mouse.move(...end, { steps: 8 });
  await eventually("the tooltip tells the selection", async () => {
    assert.match((await (await workbench.dashboardFrame()).getByRole("tooltip").innerText({ timeout: 1000 })).trim(), told);
  });
  await mouse.up();
}

/** Clicks the lowest part of a bar, and returns the name that the tooltip gave it. */
export async function clickLowestPart(workbench: Workbench, bucket: number, buckets: number): Promise<string> {
  const { mouse } = workbench.page;
  const { x, y, width, height } = await bucketBox(workbench, bucket, buckets);
  await mouse.move(x + width / 2, y + height * 0.9);
  const name = await eventually("the tooltip picks out a part", async () => {
    await mouse.move(x + width / 2, y + height * 0.95);
    return (await (await workbench.dashboardFrame()).getByRole("tooltip").locator("[data-picked] .tip-name").innerText({ timeout: 1000 })).trim();
  });
  await mouse.down();
  await mouse.up();
  return name;
}

/** Types into the two fields for dates, as a person in the United States would: month, day, year. @param days `YYYY-MM-DD` */
export async function typeDates(workbench: Workbench, days: { readonly from: string; readonly to: string }): Promise<void> {
  for (const [label, day] of [["From (UTC)", days.from], ["To (UTC)", days.to]] as const) {
    const field = (await workbench.dashboardFrame()).getByLabel(label);
    await field.focus();
    const [year, month, date] = day.split("-");
    await workbench.page.keyboard.type(`${month ?? ""}${date ?? ""}${year ?? ""}`);
    assert.equal(await field.inputValue(), day);
    await workbench.page.keyboard.press("Enter");
  }
}

/** A colour of the theme, as the page has it. @param name of its variable */
export function themeColor(frame: Frame, name: string): Promise<string> {
  return frame.evaluate((variable) => getComputedStyle(document.body).getPropertyValue(variable).trim(), name);
}

/** Pixels of the chart that have exactly this colour. */
export function drawnIn(frame: Frame, color: string): Promise<number> {
  return frame.locator("canvas").evaluate((canvas: HTMLCanvasElement, style) => {
    const one = new OffscreenCanvas(1, 1).getContext("2d");
    if (!one) return 0;
    one.fillStyle = style;
    one.fillRect(0, 0, 1, 1);
    const wanted = one.getImageData(0, 0, 1, 1).data;
    const all = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    let count = 0;
    for (let at = 0; at < all.length; at += 4) if (wanted.every((value, channel) => all[at + channel] === value)) count += 1;
    return count;
  }, color);
}
