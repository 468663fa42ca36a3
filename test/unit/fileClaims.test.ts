import assert from "node:assert/strict";
import { mkdtemp, readdir, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { FileClaims } from "../../src/host/fileClaims.ts";

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const folder = (): Promise<string> => mkdtemp(path.join(tmpdir(), "openai-spend-claims-"));

test("of many that claim the same at once, in windows of their own, one has it", async () => {
  const place = path.join(await folder(), "told");
  const windows = Array.from({ length: 8 }, () => new FileClaims(place, silent));
  const claimed = await Promise.all(windows.map((window) => window.claim("daily 2026-11-22 75 $10.00")));
  assert.equal(claimed.filter(Boolean).length, 1);
  assert.equal(await new FileClaims(place, silent).claim("daily 2026-11-22 75 $10.00"), false, "after a restart, too");
  assert.equal(await new FileClaims(place, silent).claim("daily 2026-11-23 75 $10.00"), true);
});

test("claims of long ago are cleared away", async () => {
  const place = await folder();
  const old = path.join(place, "old");
  await writeFile(old, "");
  await utimes(old, 0, 0);
  await new FileClaims(place, silent).claim("x");
  assert.ok(!(await readdir(place)).includes("old"));
});

test("a place that cannot be written to is logged, and the crossing told all the same", async () => {
  const place = path.join(await folder(), "file");
  await writeFile(place, "");
  const warned: string[] = [];
  const claims = new FileClaims(place, { ...silent, warn: (line) => warned.push(line) });
  assert.equal(await claims.claim("x"), true);
  assert.match(warned.join(), /cannot be kept/);
});
