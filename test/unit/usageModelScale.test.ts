import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { daysOf, isoDay, type DayRange } from "../../src/domain/buckets.ts";
import { parseDecimal, toText, zero } from "../../src/domain/decimal.ts";
import { Dictionary } from "../../src/domain/dictionary.ts";
import { SegmentBuilder } from "../../src/domain/segment.ts";
import { openHistory, type HistoryDatabase, type OrganizationId } from "../../src/history/historyDatabase.ts";
import { fingerprintOf } from "../../src/host/sessions.ts";
import { baseSeries } from "../../src/model/session.ts";
import { projectLines } from "../../src/model/treeData.ts";
import { planYear } from "../../src/model/yearFill.ts";
import { emptyOrganization, largeOrganization } from "../server/organizations.ts";
import { exactSum } from "./modelSupport/exactSum.ts";
import { FakeClock } from "./modelSupport/fakeClock.ts";
import { filePort, withFolder } from "./modelSupport/memoryPort.ts";
import { withModel } from "./modelSupport/modelOnServer.ts";

const many = 10_000;

/** What another window would have fetched: costs of many projects. Returns the amounts. */
function landManyProjects(database: HistoryDatabase, organization: OrganizationId, days: DayRange, fetchedAt: number): readonly string[] {
  const amounts: string[] = [];
  const dictionary = new Dictionary();
  const ids = Array.from({ length: many }, (_, project) => [dictionary.idOf(`proj_${String(project)}`), dictionary.idOf(`model ${String(project % 20)}, input`)]);
  const segments = daysOf(days).map((day) => {
    const date = isoDay(day).replaceAll("-", "");
    const builder = new SegmentBuilder("costs", baseSeries("costs").view, "1d", day);
    builder.addBucket(0);
    for (let project = 0; project < many; project += 1) {
      const amount = `${String((project * 7919) % 97)}.${String(project).padStart(6, "0")}${date}${String(project + 1).padStart(6, "1")}`;
      amounts.push(amount);
      builder.addRow({ at: 0, dimensions: ids[project] ?? [], counts: [], amount: parseDecimal(amount) });
    }
    return builder.finish();
  });
  database.land(organization, { series: baseSeries("costs"), days, segments, texts: dictionary.texts(), fetchedAt, organization: null });
  return amounts;
}

test("10,000 projects of a server are all in the tree, named, dearest first, and add up exactly", async () => {
  const organization = largeOrganization({ projects: many, keysPerProject: 1 });
  // On the first of a month the month is a day, so that the server has little to make up.
  await withModel({ organization, settings: { range: 1 }, clock: new FakeClock(Date.UTC(2026, 10, 1, 20)) }, async ({ start, model, costs, server }) => {
    server.behave({ does: "zeros" }, { endpoint: /^usage/ });
    const expected = costs(0, 1);
    await start();
    const lines = projectLines(model);
    assert.equal(lines.length, many);
    const totals = lines.map(({ total }) => toText(total ?? zero));
    assert.equal(exactSum(totals), expected);
    assert.ok(lines.every(({ name }) => name.startsWith("Project ")));
    assert.ok(totals.every((total, index) => index === 0 || Number(totals[index - 1]) >= Number(total)));
  });
});

test("10,000 projects over the tree's 30 days and the 30 before, brought by another window: exact, each with its change", async () => {
  await withFolder(async (folder) => {
    const clock = new FakeClock();
    const historyPort = filePort(folder, clock);
    await withModel({ organization: emptyOrganization, settings: { range: 30 }, clock, historyPort }, async ({ start, model, account }) => {
      await start();
      const { baseUrl } = account();
      const other = openHistory(path.join(folder, "history.db"), { now: () => clock.now(), log: () => undefined });
      const organization = other.enter(baseUrl.origin, fingerprintOf(baseUrl.origin, (await account().key()) ?? ""));
      const { from, to } = model.treeDays();
      const later = clock.now() / 1000 + 1;
      const before = landManyProjects(other, organization, { from: from - 30, to: from }, later);
      const amounts = landManyProjects(other, organization, { from, to }, later);
      other.close();
      historyPort.engine.look();
      assert.equal(before.length, amounts.length);
      const lines = projectLines(model);
      assert.equal(exactSum(lines.map(({ total }) => toText(total ?? zero))), exactSum(amounts));
      assert.ok(lines.every(({ change }) => change !== undefined));
      // 10,000 rows a day: half a year of them in one answer would be more than anybody wants to take.
      assert.ok(model.session);
      const windows = planYear(model.session, 0).filter(({ source }) => source === "costs");
      assert.ok(windows.every((window) => window.days.to - window.days.from <= 20));
      assert.ok(planYear(model.session, 0).some(({ source, days }) => source === "embeddings" && days.to - days.from === 31));
    });
  });
});
