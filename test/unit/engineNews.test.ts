import assert from "node:assert/strict";
import { copyFile, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { bodyOf } from "../../src/api/body.ts";
import { dayStart } from "../../src/domain/buckets.ts";
import { sourceSpec } from "../../src/domain/sources.ts";
import type { HistoryNews } from "../../src/worker/calls.ts";
import { HistoryEngine } from "../../src/worker/engine.ts";
import { withFolder } from "./modelSupport/memoryPort.ts";

/** What a window's thread tells its host: whose texts have which number must be the same on both sides. */

const series = { source: "costs", view: sourceSpec("costs").views[0] ?? [], width: "1d" } as const;

/** A window of VS Code: its thread's engine, and the texts that its host has heard of. */
class Window {
  readonly engine: HistoryEngine;
  texts: string[] = [];
  fresh = 0;
  #landed = 0;

  constructor(file: string, owner: string) {
    this.engine = new HistoryEngine({ file, now: () => 0, owner, log: () => undefined, push: (news) => { this.#take(news); } });
  }

  async open(): Promise<void> {
    this.#take(await this.engine.call("open", { account: 1, origin: "https://api", fingerprint: "f" }));
  }

  /** Lands a day with one row of a project. */
  async land(day: number, project: string, fetchedAt: number): Promise<void> {
    const window = (this.#landed += 1);
    const days = { from: day, to: day + 1 };
    const row = { object: sourceSpec("costs").row, amount: { value: 1, currency: "usd" }, project_id: project, line_item: "x", api_key_id: null, organization_id: "org" };
    const data = [{ object: "bucket", start_time: dayStart(day), end_time: dayStart(day + 1), results: [row] }];
    await this.engine.call("begin", { window, question: { ...series, from: dayStart(day), to: dayStart(day + 1) } });
    await this.engine.call("page", { window, body: bodyOf(JSON.stringify({ object: "page", data, has_more: false, next_page: null })) });
    this.#take(await this.engine.call("land", { account: 1, window, landing: { series, days, fetchedAt } }));
  }

  /** The texts of the file, as a window has them that opens it now. */
  static async textsOf(file: string): Promise<readonly string[]> {
    const reader = new Window(file, "reader");
    await reader.open();
    await reader.engine.call("closeAll", undefined);
    return reader.texts;
  }

  #take(news: HistoryNews): void {
    if (news.fresh) {
      this.fresh += 1;
      this.texts = [];
    }
    this.texts.push(...news.texts);
  }
}

test("texts that another window brings without a day of their own are told: the next ones are counted from them", async () => {
  await withFolder(async (folder) => {
    const file = path.join(folder, "history.db");
    const [a, b] = [new Window(file, "a"), new Window(file, "b")];
    await a.open();
    await a.land(20_000, "proj_a", 30 + dayStart(20_001));
    await b.open();
    await b.land(20_000, "proj_old", dayStart(20_001)); // asked for earlier: its day is not kept, its text is
    a.engine.look();
    await a.land(20_001, "proj_new", dayStart(20_002));
    assert.deepEqual(a.texts, await Window.textsOf(file));
    await a.engine.call("closeAll", undefined);
    await b.engine.call("closeAll", undefined);
  });
});

test("a file that was taken away while nobody asked is told of before the thread may rest", async () => {
  await withFolder(async (folder) => {
    const file = path.join(folder, "history.db");
    const a = new Window(file, "a");
    await a.open();
    await a.land(20_000, "proj_a", dayStart(20_001));
    for (const name of await readdir(folder)) await rm(path.join(folder, name));
    const before = a.fresh;
    const left = await a.engine.call("rest", undefined);
    assert.equal(a.fresh, before + 1);
    assert.deepEqual(a.texts, []);
    if (left) a.engine.resume(left);
    await a.land(20_001, "proj_b", dayStart(20_002));
    assert.deepEqual(a.texts, await Window.textsOf(file));
    await a.engine.call("closeAll", undefined);
  });
});

test("an older copy that is put in the file's place while the thread rests is told anew: no text has a number that meant another", async () => {
  await withFolder(async (folder) => {
    const file = path.join(folder, "history.db");
    const copy = path.join(folder, "copy.db");
    const a = new Window(file, "a");
    await a.open();
    await a.land(20_000, "proj_a", dayStart(20_001));
    const first = await a.engine.call("rest", undefined);
    assert.ok(first);
    await copyFile(file, copy);
    a.engine.resume(first);
    await a.land(20_001, "proj_b", dayStart(20_002));
    const left = await a.engine.call("rest", undefined);
    assert.ok(left);
    await writeFile(file, await readFile(copy)); // in place: the same number, the same birth
    const before = a.fresh;
    a.engine.resume(left);
    assert.equal(a.fresh, before + 1);
    await a.land(20_001, "proj_c", dayStart(20_002));
    assert.deepEqual(a.texts, await Window.textsOf(file));
    await a.engine.call("closeAll", undefined);
  });
});
