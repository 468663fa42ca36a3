import { mkdir } from "node:fs/promises";
import path from "node:path";
import type { Page } from "playwright-core";
import { checkout } from "./checkout.ts";

/** Keeps a picture of the window in out/screenshots/<group>/, to be looked at, and for the README. */
export async function shoot(page: Page, group: string, name: string): Promise<void> {
  const folder = path.join(checkout, "out", "screenshots", group);
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
}
