import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import pixelmatch from "pixelmatch";
import { PNG } from "pngjs";
import { checkout } from "../harness/checkout.ts";

/** Pictures that somebody has looked at; they are part of the project. */
const looked = path.join(checkout, "test", "webview", "screenshots");
/** Pictures of this run, and where they differ. */
const taken = path.join(checkout, "out", "screenshots");

/** Part of the pixels that may differ: another Chromium smooths letters and lines a little differently. */
const tolerance = 0.008;

/**
 * The picture is like the one that was looked at. With `UPDATE_SCREENSHOTS` set it takes that one's place, to be
 * looked at before it is committed.
 */
export async function assertLikeness(name: string, picture: Buffer): Promise<void> {
  const reference = path.join(looked, `${name}.png`);
  await mkdir(taken, { recursive: true });
  await writeFile(path.join(taken, `${name}.png`), picture);
  if (process.env["UPDATE_SCREENSHOTS"]) {
    await mkdir(looked, { recursive: true });
    await writeFile(reference, picture);
    return;
  }
  assert.ok(existsSync(reference), `There is no test/webview/screenshots/${name}.png: run with UPDATE_SCREENSHOTS=1, and look at it`);
  const before = PNG.sync.read(await readFile(reference));
  const now = PNG.sync.read(picture);
  assert.deepEqual([now.width, now.height], [before.width, before.height], `${name} has another size than the picture that was looked at`);
  const difference = new PNG({ width: now.width, height: now.height });
  const pixels = pixelmatch(before.data, now.data, difference.data, now.width, now.height, { threshold: 0.15 });
  if (pixels <= tolerance * now.width * now.height) return;
  await writeFile(path.join(taken, `${name}.difference.png`), PNG.sync.write(difference));
  const share = ((100 * pixels) / (now.width * now.height)).toFixed(1);
  assert.fail(`${name} differs in ${share} % of its pixels from the picture that was looked at: see out/screenshots/${name}.difference.png`);
}
