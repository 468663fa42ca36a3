import assert from "node:assert/strict";
import { test } from "node:test";
import { daysOf, isoDay, type DayRange } from "../../src/domain/buckets.ts";
import { parseDecimal, toText, zero } from "../../src/domain/decimal.ts";
import { SegmentBuilder } from "../../src/domain/segment.ts";
import { baseSeries, type Session } from "../../src/model/session.ts";
import { projectLines } from "../../src/model/treeData.ts";
import { emptyOrganization, largeOrganization } from "../server/organizations.ts";
import { exactSum } from "./modelSupport/exactSum.ts";
import { FakeClock } from "./modelSupport/fakeClock.ts";
import { withModel } from "./modelSupport/modelOnServer.ts";

const many = 10_000;

/** Puts costs of many projects into a session's history, as if they had been fetched. Returns the amounts. */
function landManyProjects(session: Session, days: DayRange): readonly string[] {
  const amounts: string[] = [];
  const { store } = session;
  const ids = Array.from({ length: many }, (_, project) => [store.dictionary.idOf(`proj_${String(project)}`), store.dictionary.idOf(`model ${String(project % 20)}, input`)]);
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
  store.land({ series: baseSeries("costs"), days, segments, fetchedAt: session.now() });
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

test("10,000 projects over the tree's 30 days and the 30 before: exact, each with its change", async () => {
  await withModel({ organization: emptyOrganization, settings: { range: 30 } }, async ({ start, model }) => {
    await start();
    assert.ok(model.session);
    const { from, to } = model.treeDays();
    const before = landManyProjects(model.session, { from: from - 30, to: from });
    const amounts = landManyProjects(model.session, { from, to });
    assert.equal(before.length, amounts.length);
    const lines = projectLines(model);
    assert.equal(exactSum(lines.map(({ total }) => toText(total ?? zero))), exactSum(amounts));
    assert.ok(lines.every(({ change }) => change !== undefined));
  });
});
