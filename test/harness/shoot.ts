import { mkdir } from "node:fs/promises";
import path from "node:path";
import type { Page } from "playwright-core";
import { checkout } from "./checkout.ts";

const statusBarHeight = 32;

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Keeps a picture of the window in out/screenshots/<group>/, to be looked at, and for the README.
 *
 * @param part what of the window; the status bar below it comes along
 */
export async function shoot(page: Page, group: string, name: string, part: Box | null = null): Promise<void> {
  const folder = path.join(checkout, "out", "screenshots", group);
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`), ...(part && { clip: { ...part, height: part.height + statusBarHeight } }) });
}
