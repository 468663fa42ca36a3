import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { projectLines } from "../../src/model/treeData.ts";
import type { HistoryNews } from "../../src/worker/calls.ts";
import { startLoopbackServer, type LoopbackServer } from "../server/loopbackServer.ts";
import { largeOrganization } from "../server/organizations.ts";
import { FakeClock, hour } from "./modelSupport/fakeClock.ts";
import { exactGlance } from "./modelSupport/figureWords.ts";
import { withFolder } from "./modelSupport/memoryPort.ts";
import { turnsUntil } from "./support/machine.ts";
import { closed, startsOf } from "./support/starts.ts";
import { program } from "./support/programs.ts";
import { threadedWindow, type ThreadedWindow } from "./support/threads.ts";

/** Windows whose history threads end while there is nothing to do, and nobody notices. */

const restAfter = 30;
const script = program("mortalWorker");

interface Windows {
  readonly file: string;
  readonly server: LoopbackServer;
  readonly clock: FakeClock;
  open(): ThreadedWindow;
}

async function withWindows(body: (windows: Windows) => Promise<void>): Promise<void> {
  await withFolder(async (folder) => {
    const clock = new FakeClock();
    const file = path.join(folder, "history.db");
    const server = await startLoopbackServer({ now: () => clock.now(), organization: largeOrganization({ projects: 3, keysPerProject: 2 }) });
    const windows: ThreadedWindow[] = [];
    const open = (): ThreadedWindow => {
      const window = threadedWindow(script, file, clock, server.url, server.adminKey, 7, restAfter);
      windows.push(window);
      return window;
    };
    try {
      await body({ file, server, clock, open });
    } finally {
      for (const window of windows) await window.close();
      await server.close();
    }
  });
}

test("a thread with nothing to do ends; what is looked at next is there, and nothing is told or asked twice", async () => {
  await withWindows(async ({ file, server, clock, open }) => {
    const { model, port, start } = open();
    await start();
    await model.yearFill?.run();
    await closed(file);
    const shown = (): unknown => [exactGlance(model), projectLines(model)];
    const [known, asked, before] = [shown(), server.requests.length, startsOf(file)];
    const news: HistoryNews[] = [];
    port.onNews((told) => news.push(told));
    const query = { source: "costs", metric: "amount", groupBy: "project_id", range: "last90Days", width: "auto", filters: {}, compare: false } as const;
    await model.show({}, query);
    assert.equal(startsOf(file), before + 1);
    const today = Math.floor(model.now() / 86_400);
    const { session } = model;
    assert.ok(session);
    const days = { from: today - 89, to: today + 1 };
    const series = { source: "costs", view: ["project_id", "line_item"], width: "1d" } as const;
    assert.equal(session.history.days(series, days).length, 90);
    assert.equal(server.requests.length, asked, "all of it was kept");
    assert.deepEqual(news, [], "what the window knew is not told again");
    assert.deepEqual(shown(), known);
    assert.equal(port.generation, 1);
    await closed(file);
    clock.advance(hour);
    await model.refresh();
    assert.equal(exactGlance(model).error, undefined);
    assert.equal(exactGlance(model).asOf, clock.now() / 1000);
  });
});

test("what another window brings is heard of by one whose thread has ended", async () => {
  await withWindows(async ({ file, server, clock, open }) => {
    const [first, second] = [open(), open()];
    await first.start();
    await second.start();
    await closed(file);
    clock.advance(2 * hour);
    await first.model.refresh();
    const asked = server.requests.length;
    await turnsUntil("the news have come", () => exactGlance(second.model).asOf === exactGlance(first.model).asOf && second.model.fresh);
    assert.deepEqual(exactGlance(second.model), exactGlance(first.model));
    assert.deepEqual(projectLines(second.model), projectLines(first.model));
    assert.equal(server.requests.length, asked);
    // Who closes the file last changes it, and wakes the other once more.
    await turnsUntil("both rest", () => startsOf(file) >= 4);
    await closed(file);
    let starts = 0;
    for (let round = 0; round < 10 && starts < startsOf(file); round += 1) {
      starts = startsOf(file);
      await pause(2_500);
    }
    assert.equal(startsOf(file), starts, "threads that end do not wake each other for ever");
  });
});
