import assert from "node:assert/strict";
import test from "node:test";
import { connectedVSCode } from "../harness/connected.ts";
import { eventually } from "../harness/eventually.ts";
import { costRows, dollars, sumOf } from "../harness/expectedCosts.ts";
import { wholeYearKept } from "../harness/keptYear.ts";
import { steadyNow } from "../harness/steadyNow.ts";
import type { Workbench } from "../harness/workbench.ts";
import { type LoopbackServer, type LoopbackOptions, startLoopbackServer } from "../server/loopbackServer.ts";
import { dearerLately } from "../server/organizations.ts";

test("two windows keep one history: what one brings the other shows without asking, and what both want is asked for once", async () => {
  const today = Math.floor((await steadyNow()) / 86_400_000);
  let server = await present({});
  const port = Number(new URL(server.url).port);
  const month = (): string => dollars(sumOf(costRows(server, today - 29, today + 1)));
  try {
    await connectedVSCode("one history", server, async ({ host, workbench: first }) => {
      await wholeYearKept(host, server);
      const old = month();
      await hasMonth(first, old);
      const asked = server.requests.length;
      const second = await first.another(host);
      await hasMonth(second, old);
      assert.equal(server.requests.length, asked, "what the first has brought minutes ago is not asked for again");

      // Yesterday and today have become dearer; only the first window is told to look.
      await server.close();
      server = await present({ port, organization: dearerLately });
      assert.notEqual(month(), old);
      await refreshIn(first);
      await hasMonth(first, month());
      await second.page.bringToFront();
      await hasMonth(second, month());
      assertAskedOnce(server, 0);

      // What one could not fetch is mended by what the other can.
      await server.close();
      await refreshIn(second);
      await hasMonth(second, `${month()} · stale`);
      await refreshEnds(second);
      server = await present({ port });
      await refreshIn(first);
      await hasMonth(first, month());
      await second.page.bringToFront();
      await hasMonth(second, month());
      const projects = await second.openView("OpenAI Spend", "Projects");
      await eventually("the view has nothing to complain of", async () => {
        assert.doesNotMatch(await projects.text(), /No connection/);
      });

      // Told at the same time, they ask together.
      const before = server.requests.length;
      const slow = server.behave({ does: "slow", beforeHeadersMs: 6_000 });
      for (const window of [first, second]) await refreshIn(window);
      await eventually("something was asked", () => {
        assert.ok(server.requests.length > before);
      });
      slow.remove();
      for (const window of [first, second]) await refreshEnds(window);
      assertAskedOnce(server, before);
      await hasMonth(second, month());
    });
  } finally {
    await server.close();
  }
});

/** A server whose clock stands at the present: by the same clock all windows tell what is newer. */
function present(options: LoopbackOptions): Promise<LoopbackServer> {
  const now = Date.now();
  return startLoopbackServer({ ...options, now: () => now });
}

async function refreshIn(window: Workbench): Promise<void> {
  await window.page.bringToFront();
  await window.runCommand("OpenAI Spend: Refresh");
}

/** The sidebar has the month's cost. */
async function hasMonth(window: Workbench, month: string): Promise<void> {
  const endpoints = await window.openView("OpenAI Spend", "Endpoints");
  await endpoints.rowsWith(`the month is ${month}`, (rows) => rows[0]?.description === month);
}

/** The bar under the title of a view runs for as long as a refresh does. */
async function refreshEnds(window: Workbench): Promise<void> {
  await window.page.bringToFront();
  await eventually(
    "the refresh has ended",
    async () => {
      assert.equal(await window.page.locator(".pane .monaco-progress-container.active").count(), 0);
    },
    60_000,
  );
}

function assertAskedOnce({ requests }: LoopbackServer, from: number): void {
  const asked = requests.slice(from).map(({ path, query }) => `${path}?${query.toString()}`);
  assert.ok(asked.length > 0, "something was asked");
  assert.deepEqual(asked.filter((each, at) => asked.indexOf(each) < at), [], "nothing was asked twice");
}
