import assert from "node:assert/strict";
import { readdirSync, writeFileSync } from "node:fs";
import { test, type TestContext } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import type { HistoryDatabase } from "../../src/history/historyDatabase.ts";
import { placeFor } from "./support/historyFixtures.ts";
import { daysOfWindow, landedAt, origin, textsOfWindow, windowDays, windowSeries } from "./support/historyWindows.ts";
import { lineProcess, type LineProcess } from "./support/lineProcess.ts";
import { program } from "./support/programs.ts";

/** Several processes and one file: what VS Code windows on one machine are. */

/** A process that lands windows, from the number it is told on. */
function lander(t: TestContext, file: string, process_: number, count: number): Promise<LineProcess> {
  return lineProcess(t, program("historyLander"), [file, String(process_), String(count)]);
}

/** Numbers of the windows that a process says have landed. */
function landedBy({ said }: LineProcess): readonly number[] {
  return said.filter((line) => line.startsWith("landed ")).map((line) => Number(line.split(" ")[1]));
}

/** How many days of a window are kept; fails where one does not hold what its process landed. */
function daysKept(database: HistoryDatabase, texts: readonly (string | null)[], organization: number, process_: number, window: number): number {
  const kept = database.load(organization, windowSeries, daysOfWindow(process_, window));
  const own = textsOfWindow(process_, window);
  const { segments } = landedAt(process_, window);
  kept.forEach(({ segment }, index) => {
    const expected = segments[index];
    for (const name of ["project_id", "line_item"] as const) {
      const said = [...new Set(Array.from(segment.dimensions[name] ?? [], (number) => texts[number]))];
      assert.deepEqual(said, [...new Set(Array.from(expected?.dimensions[name] ?? [], (local) => own[local - 1]))], `${name} of window ${window}`);
    }
    assert.deepEqual(segment.decimals, expected?.decimals);
  });
  return kept.length;
}

test("four processes that make one file and land into it at once lose nothing and mix nothing up", async (t) => {
  const place = placeFor(t);
  const windows = 50;
  const landers = await Promise.all([0, 1, 2, 3].map((number) => lander(t, place.file, number, windows)));
  for (const { start } of landers) start(0);
  await Promise.all(landers.map(({ ended }) => ended));
  for (const each of landers) assert.deepEqual([each.child.exitCode, each.said.at(-1), landedBy(each).length], [0, "done", windows], each.said.slice(-3).join("\n"));
  const database = place.open();
  assert.equal(database.trouble, undefined);
  assert.deepEqual(database.check(), []);
  assert.deepEqual(database.size(), { ...database.size(), organizations: 1, days: 4 * windows * windowDays });
  const organization = database.enter(origin, "key");
  const texts = database.texts(organization, 1);
  assert.equal(new Set(texts).size, texts.length);
  assert.equal(texts.length, 4 * windows + windows + 4 + 1);
  assert.equal(database.coverage(organization).landing, 4 * windows);
  for (const process_ of [0, 1, 2, 3]) {
    for (let window = 0; window < windows; window += 1) assert.equal(daysKept(database, [null, ...texts], organization, process_, window), windowDays);
  }
});

test("a process killed at any moment leaves each window whole or absent, and all that it had said were landed", async (t) => {
  const place = placeFor(t);
  let first = 0;
  let killed = 0;
  let next = lander(t, place.file, 0, 0);
  for (let round = 0; round < 10; round += 1) {
    const landing = await next;
    landing.start(first);
    if (round < 9) next = lander(t, place.file, 0, 0); // starting takes longer than landing
    // The first rounds meet the making of the file, the later ones a log that is moved into it now and then.
    await pause(round < 3 ? 10 + round * 15 : 40 + Math.random() * 250);
    landing.child.kill("SIGKILL");
    await landing.ended;
    const landed = landedBy(landing);
    const last = landed.at(-1) ?? first - 1;
    const database = place.open();
    assert.equal(database.trouble, undefined, place.log.join("\n"));
    assert.deepEqual(database.check(), []);
    const organization = database.enter(origin, "key");
    const texts = [null, ...database.texts(organization, 1)];
    for (let window = first; window <= last; window += 1) assert.equal(daysKept(database, texts, organization, 0, window), windowDays);
    // One may have landed without having been told.
    const untold = daysKept(database, texts, organization, 0, last + 1);
    assert.ok(untold === 0 || untold === windowDays, `${untold} days of a window`);
    assert.equal(daysKept(database, texts, organization, 0, last + 2), 0);
    if (landed.length > 0) killed += 1;
    first = last + 1;
    assert.equal(database.size().days, (last + 1) * windowDays + untold, "and all of earlier rounds");
    database.close();
  }
  assert.ok(killed >= 3, `only ${killed} of 10 were in the middle of it`);
});

test("processes that meet the same broken file set it aside once, and share the new one", async (t) => {
  const place = placeFor(t);
  writeFileSync(place.file, "This is a letter. ".repeat(10_000));
  const landers = await Promise.all([0, 1, 2, 3].map((number) => lander(t, place.file, number, 5)));
  for (const { start } of landers) start(0);
  await Promise.all(landers.map(({ ended }) => ended));
  const database = place.open();
  assert.deepEqual(database.check(), []);
  assert.equal(database.size().days, 4 * 5 * windowDays);
  assert.deepEqual(readdirSync(place.folder).filter((name) => name.includes(".broken-")).length, 1);
});
