import assert from "node:assert/strict";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import test from "node:test";
import { connectedVSCode } from "../harness/connected.ts";
import { eventually } from "../harness/eventually.ts";
import { costRows, dollars, sumOf } from "../harness/expectedCosts.ts";
import { filesHolding } from "../harness/filesHolding.ts";
import { askedOfThePast, wholeYearKept } from "../harness/keptYear.ts";
import { noonToday } from "../harness/noonToday.ts";
import { shoot } from "../harness/shoot.ts";
import type { Workbench } from "../harness/workbench.ts";
import { type LoopbackServer, startLoopbackServer } from "../server/loopbackServer.ts";
import { dearerLately } from "../server/organizations.ts";

const now = noonToday();
const today = Math.floor(now / 86_400_000);

test("Clear Local History says what it deletes, leaves nothing of it in any file, and the numbers come back from the API", async () => {
  let server = await startLoopbackServer({ now: () => now });
  const port = Number(new URL(server.url).port);
  const todays = dollars(sumOf(costRows(server, today, today + 1)));
  const month = dollars(sumOf(costRows(server, today - 29, today + 1)));
  const traces = tracesOf(server);
  try {
    await connectedVSCode("clear", server, async ({ host, workbench }) => {
      const held = async (): Promise<readonly string[]> => {
        const found = await Promise.all(traces.map((trace) => filesHolding(host.storageFolder, trace)));
        return [...new Set(found.flat())].sort();
      };
      const kept = await wholeYearKept(host, server);
      assert.ok((await held()).some((file) => file.startsWith("history.db")), "what is looked for can be found");
      assert.deepEqual(await filesHolding(host.storageFolder, server.adminKey), [], "the key is not kept there");
      await server.close();

      const dialog = await clearDialog(workbench);
      const text = await dialog.innerText();
      assert.ok(text.includes("Delete the local history?"), text);
      assert.ok(text.includes(kept.slice(0, kept.indexOf("(UTC)"))), text);
      assert.match(text, /127\.0\.0\.1:\d+ \(org-[^)]+\): /);
      assert.match(text, /The admin key and the settings stay/);
      await shoot(workbench.page, "history", "clear");
      await dialog.getByRole("button", { name: "Cancel" }).click();
      await dialog.waitFor({ state: "hidden" });
      await workbench.statusBarItemWith("openaiSpend.today", todays);
      assert.notDeepEqual(await held(), [], "cancelled, nothing is deleted");

      await (await clearDialog(workbench)).getByRole("button", { name: "Delete", exact: true }).click();
      await eventually("nothing is left in any file", async () => {
        assert.deepEqual(await held(), []);
      });
      await eventually("the status bar has no number", async () => {
        assert.match((await workbench.statusBarItem("openaiSpend.today")).label, /today's cost is not known: No connection/);
      });
      await shoot(workbench.page, "history", "cleared");

      server = await startLoopbackServer({ now: () => now, port });
      await workbench.runCommand("OpenAI Spend: Refresh");
      await workbench.statusBarItemWith("openaiSpend.today", todays);
      const endpoints = await workbench.openView("OpenAI Spend", "Endpoints");
      await endpoints.rowsWith("the month is back", (rows) => rows[0]?.description === month);
      await wholeYearKept(host, server);
      assert.deepEqual(await filesHolding(host.folder, server.adminKey), [], "the key stands in no file and no log");
    });
  } finally {
    await server.close();
  }
});

test("cleared in the middle of the year's fetching, everything is fetched anew and nothing is called an error", async () => {
  const server = await startLoopbackServer({ now: () => now });
  const todays = dollars(sumOf(costRows(server, today, today + 1)));
  try {
    await connectedVSCode("clear meanwhile", server, async ({ host, workbench }) => {
      await workbench.statusBarItemWith("openaiSpend.today", todays);
      const endpoints = await workbench.openView("OpenAI Spend", "Endpoints");
      await endpoints.rowsWith("every endpoint is there", (rows) => rows.length === 12 && rows.every((row) => /\d/.test(row.description)));
      const slow = server.behave({ does: "slow", beforeHeadersMs: 1_500 });
      await eventually("the year is being fetched", () => {
        assert.ok(askedOfThePast(server, today).length > 30);
      });
      await (await clearDialog(workbench)).getByRole("button", { name: "Delete", exact: true }).click();
      await workbench.statusBarItemWith("openaiSpend.today", todays);
      slow.remove();
      await wholeYearKept(host, server);
      await workbench.statusBarItemWith("openaiSpend.today", todays);
      const projects = await workbench.openView("OpenAI Spend", "Projects");
      await eventually("the views have nothing to say", async () => {
        assert.doesNotMatch(await projects.text(), /Not known|cleared|history|the year/i);
        assert.ok((await endpoints.rows()).every((row) => /\d/.test(row.description) && !/failed|stale/.test(row.description)));
      });
      assert.deepEqual(await workbench.notifications(), []);
    });
  } finally {
    await server.close();
  }
});

test("Delete All Organizations leaves no row of any of them in the database, and what is shown then is fetched anew", async () => {
  let server = await startLoopbackServer({ now: () => now });
  const port = Number(new URL(server.url).port);
  const todays = (): string => dollars(sumOf(costRows(server, today, today + 1)));
  const old = todays();
  const traces = tracesOf(server);
  try {
    await connectedVSCode("clear all", server, async ({ host, workbench }) => {
      await wholeYearKept(host, server);
      await workbench.runCommand("OpenAI Spend: Explore Sample Organization");
      await workbench.statusBarItemWith("openaiSpend.today", /\$\d.*\(sample\)/);
      const kept = await keptRows(host.storageFolder, [new URL(server.url).origin, "https://sample.invalid"]);
      assert.ok(kept.all.texts > 0, JSON.stringify(kept));
      await workbench.runCommand("OpenAI Spend: Leave Sample Organization");
      await workbench.statusBarItemWith("openaiSpend.today", old);
      await server.close();

      const dialog = await clearDialog(workbench);
      assert.match(await dialog.innerText(), /All 2 organizations: [\d,]+ rows/);
      await shoot(workbench.page, "history", "clear all");
      await dialog.getByRole("button", { name: "Delete All Organizations" }).click();
      await eventually("the status bar has no number", async () => {
        assert.match((await workbench.statusBarItem("openaiSpend.today")).label, /today's cost is not known: No connection/);
      });
      const cleared = keptIn(host.storageFolder);
      assert.deepEqual(cleared.all, { days: 0, segments: 0, texts: 0 });
      const known = new Set(kept.organizations.map(({ id }) => id));
      assert.deepEqual(cleared.organizations.filter(({ id }) => known.has(id)), [], "who is shown is entered again under a new number");
      for (const trace of traces) assert.deepEqual(await filesHolding(host.storageFolder, trace), []);

      server = await startLoopbackServer({ now: () => now, port, organization: dearerLately });
      assert.notEqual(todays(), old);
      await workbench.runCommand("OpenAI Spend: Refresh");
      await workbench.statusBarItemWith("openaiSpend.today", todays());
      await wholeYearKept(host, server);
      assert.deepEqual(keptIn(host.storageFolder).organizations.map(({ origin }) => origin), [new URL(server.url).origin], "the sample has not come back by itself");
      await workbench.runCommand("OpenAI Spend: Explore Sample Organization");
      await workbench.statusBarItemWith("openaiSpend.today", /\$\d.*\(sample\)/);
      const again = await keptRows(host.storageFolder, [new URL(server.url).origin, "https://sample.invalid"]);
      assert.deepEqual(again.organizations.filter(({ id }) => known.has(id)), []);
    });
  } finally {
    await server.close();
  }
});

interface KeptRows {
  readonly organizations: readonly { readonly id: number; readonly origin: string; readonly days: number }[];
  /** Of all organizations, and of none. */
  readonly all: { readonly days: number; readonly segments: number; readonly texts: number };
}

/** What the database's file says, read beside the extension. */
function keptIn(folder: string): KeptRows {
  const database = new DatabaseSync(path.join(folder, "history.db"), { readOnly: true });
  try {
    const organizations = database.prepare("SELECT id, origin, (SELECT count(*) FROM days WHERE organization = organizations.id) AS days FROM organizations ORDER BY id").all();
    const all = database.prepare("SELECT (SELECT count(*) FROM days) AS days, (SELECT count(*) FROM segments) AS segments, (SELECT count(*) FROM texts) AS texts").get();
    return { organizations, all: { ...all } } as unknown as KeptRows; // as the statements say
  } finally {
    database.close();
  }
}

/** Once days of each of these origins, and of no other, are kept: the status bar knows the total of a first start before its rows have landed. */
async function keptRows(folder: string, origins: readonly string[]): Promise<KeptRows> {
  return eventually("days of each organization are kept", () => {
    const kept = keptIn(folder);
    assert.deepEqual(kept.organizations.map(({ origin }) => origin), origins);
    assert.ok(kept.organizations.every(({ days }) => days > 0), JSON.stringify(kept));
    return kept;
  });
}

async function clearDialog(workbench: Workbench): Promise<ReturnType<Workbench["page"]["getByRole"]>> {
  await workbench.runCommand("OpenAI Spend: Clear Local History");
  const dialog = workbench.page.getByRole("dialog").filter({ hasText: "Delete the local history?" });
  await dialog.waitFor();
  return dialog;
}

/** Ids and names of projects and users, as the API gives them. */
function tracesOf(server: LoopbackServer): readonly string[] {
  const lists = ["projects?limit=100", "users?limit=100"].map((list) => server.answer(list).body as { readonly data: readonly { readonly id: string; readonly name: string | null }[] });
  return lists.flatMap(({ data }) => data.flatMap(({ id, name }) => [id, ...(name === null ? [] : [name])]));
}
