import assert from "node:assert/strict";
import { test } from "node:test";
import { dayOf } from "../../src/domain/buckets.ts";
import { parseDecimal, toText, zero } from "../../src/domain/decimal.ts";
import { Dictionary } from "../../src/domain/dictionary.ts";
import { SegmentBuilder } from "../../src/domain/segment.ts";
import { defaultView, type ViewQuery } from "../../src/domain/viewQuery.ts";
import { openHistory, type Series } from "../../src/history/historyDatabase.ts";
import { fingerprintOf } from "../../src/host/sessions.ts";
import { pageRows } from "../../src/model/dashboard.ts";
import { baseSeries } from "../../src/model/session.ts";
import { projectLines } from "../../src/model/treeData.ts";
import type { UsageModel } from "../../src/model/usageModel.ts";
import { partsOf } from "../server/bodies.ts";
import { allScopes } from "../server/keys.ts";
import { emptyOrganization, largeOrganization, type MakeOrganization } from "../server/organizations.ts";
import { day } from "./modelSupport/fakeClock.ts";
import { exactSum } from "./modelSupport/exactSum.ts";
import { exactGlance } from "./modelSupport/figureWords.ts";
import { askedWindows, assertAskedOnce } from "./support/askedWindows.ts";
import { withMachine } from "./support/machine.ts";
import { keptTotal } from "./support/yearTotals.ts";

/** Organizations of one origin lie apart, whichever keys they are asked for with. */

const minute = 60_000;
const key = (name: string): string => `sk-admin-${name.repeat(8)}`;

function named(id: string, projects: number): MakeOrganization {
  const make = largeOrganization({ projects, keysPerProject: 1 });
  return (now) => {
    const made = make(now);
    const renamed = made.projects.map((project, index) => ({ ...project, name: `${id} ${String(index)}` }));
    return { ...made, id, projects: renamed };
  };
}
const [north, south] = [named("org-North", 2), named("org-South", 5)];
const keys = [
  { key: key("north-a"), scopes: allScopes, organization: north },
  { key: key("north-b"), scopes: allScopes, organization: north },
  { key: key("south-a"), scopes: allScopes, organization: south },
];

const projects = (model: UsageModel): readonly string[] => projectLines(model).map(({ name }) => name).toSorted();
const northern = ["org-North 0", "org-North 1"];
const southern = [0, 1, 2, 3, 4].map((index) => `org-South ${String(index)}`);

test("two organizations on one origin never mix, and each keeps what it had while the other is shown", async () => {
  await withMachine({ keys }, async ({ open, account, server }) => {
    const { model, start } = open();
    await start(account(key("north-a")));
    await model.yearFill?.run();
    assert.deepEqual(projects(model), northern);
    const glance = exactGlance(model);
    await start(account(key("south-a")));
    await model.yearFill?.run();
    assert.deepEqual(projects(model), southern);
    assert.notEqual(exactGlance(model).month, glance.month);
    assert.equal(model.session?.organization, "org-South");
    const before = server.requests.length;
    model.setAccount(account(key("north-a")));
    await model.settled();
    assert.deepEqual(projects(model), northern);
    assert.deepEqual(exactGlance(model), glance);
    assert.equal(server.requests.length, before, "it is all there");
    assert.equal(model.session.history.dictionary.texts().some((text) => text.includes("large000000000000000004")), false, "no text of the other's");
  });
});

test("another key of the same organization has its history: no old window is asked again", async () => {
  await withMachine({ keys }, async ({ open, account, server, clock }) => {
    const { model, start } = open();
    await start(account(key("north-a")));
    await model.yearFill?.run();
    const glance = exactGlance(model);
    clock.advance(minute);
    const before = server.requests.length;
    await start(account(key("north-b")));
    await model.yearFill?.run();
    assert.deepEqual(projects(model), northern);
    assert.equal(exactGlance(model).month, glance.month);
    const today = dayOf(model.now());
    const [total, first, ...rest] = askedWindows(server.requests.slice(before));
    assert.equal(total?.id, "costs 1d", "a number that is there at once");
    assert.equal(first?.endpoint, "costs", "one answer says whose key it is");
    for (const { id, days } of rest) assert.ok(days.from >= today - 2, `${id} from ${String(days.from - today)}`);
    assert.ok(rest.length <= 12, "and those that still move once each");
    assert.equal(server.requests.slice(before).some(({ endpoint }) => endpoint === "projects"), false, "names are the organization's, too");
  });
});

for (const left of [undefined, ""])
  test(`keys whose organization no answer names${left === "" ? ", but as an empty text," : ""} lie apart, and find to their own once one does`, async () => {
    await withMachine({ keys }, async ({ open, account, server, clock }) => {
      const unnamed = server.behave({
        does: "edit",
        edit: (body) => {
          for (const row of partsOf(body, "row")) row["organization_id"] = left;
          return body;
        },
      });
      const { model, start } = open();
      await start(account(key("north-a")));
      assert.deepEqual(projects(model), northern);
      await start(account(key("south-a")));
      assert.deepEqual(projects(model), southern);
      await start(account(key("north-b")));
      assert.deepEqual(projects(model), northern);
      const glance = exactGlance(model);
      unnamed.remove();
      for (const name of ["north-a", "north-b"]) {
        clock.advance(6 * minute);
        await start(account(key(name)));
        assert.equal(model.session?.organization, "org-North");
        assert.deepEqual(projects(model), northern, name);
        assert.equal(exactGlance(model).month, glance.month);
        assert.equal(exactGlance(model).error, undefined);
        assert.equal(model.refreshing, false);
      }
      clock.advance(6 * minute);
      await start(account(key("south-a")));
      assert.deepEqual(projects(model), southern);
    });
  });

test("the sample organization lies apart from every key's", async () => {
  await withMachine({ keys }, async ({ open, account, server }) => {
    const { model, start } = open();
    await start({ kind: "sample" });
    const sample = projects(model);
    assert.ok(sample.length > 5);
    assert.equal(server.requests.length, 0);
    await start(account(key("north-a")));
    assert.deepEqual(projects(model), northern);
    await start({ kind: "sample" });
    assert.deepEqual(projects(model), sample);
    await model.clearHistory();
    const asked = server.requests.length;
    model.setAccount(account(key("north-a")));
    await model.settled();
    assert.deepEqual(projects(model), northern);
    assert.equal(server.requests.length, asked);
  });
});

test("a refused group-by is the organization's own, is kept across restarts, and is asked for again after a day", async () => {
  await withMachine({ keys }, async ({ open, account, server, clock }) => {
    const grouped = (from: number): number => server.requests.slice(from).filter(({ query }) => query.getAll("group_by").includes("service_tier")).length;
    const refusal = server.behave({ does: "rejectGroupBy", field: "service_tier" }, { endpoint: "usage/completions" });
    const first = open();
    await first.start(account(key("north-a")));
    assert.equal(refusal.applied, 1);
    await first.model.yearFill?.run();
    await first.close();
    clock.advance(day / 2);
    const second = open();
    await second.start(account(key("north-a")));
    await second.model.yearFill?.run();
    assert.equal(refusal.applied, 1);
    assert.equal(second.model.session?.refusals.reasons("completions", second.model.now()).service_tier !== undefined, true);
    // The other organization's own business, which asks for itself.
    const other = server.requests.length;
    refusal.remove();
    await second.start(account(key("south-a")));
    assert.ok(grouped(other) > 0);
    assert.deepEqual(second.model.session?.refusals.reasons("completions", second.model.now()), {});
    const again = server.requests.length;
    clock.advance(day / 2 + minute);
    await second.start(account(key("north-a")));
    assert.ok(grouped(again) > 0, "a day later it is asked for again");
  });
});

test("how far back the API goes is told for each organization", async () => {
  await withMachine({ keys, rules: { lookbackDays: 100 } }, async ({ open, account, server }) => {
    const { model, start } = open();
    await start(account(key("north-a")));
    await model.yearFill?.run();
    const today = dayOf(model.now());
    assert.equal(model.session?.earliest(baseSeries("costs")), today - 100);
    assert.equal(model.session.state(baseSeries("costs")).failed.length, 0);
    const before = server.requests.length;
    await model.yearFill?.run();
    assert.equal(server.requests.length, before, "what the API does not keep is not asked for again");
    await start(account(key("south-a")));
    assert.equal(model.session.earliest(baseSeries("costs")), undefined);
    assert.equal(model.session.history.organization, "org-South");
  });
});

test("10,000 projects: the month's total is exact, by the server's own rows, and a window that opens later shows it at once", async () => {
  const organization = largeOrganization({ projects: 10_000, keysPerProject: 10 });
  await withMachine({ organization, settings: { range: 3 } }, async ({ open, server, account }) => {
    server.behave({ does: "zeros" }, { endpoint: /^usage/ });
    const first = open();
    await first.start();
    const lines = projectLines(first.model);
    assert.equal(lines.length, 10_000);
    const total = exactSum(lines.map((line) => toText(line.total ?? zero)));
    await first.close();
    assertAskedOnce(askedWindows(server.requests));
    const second = open();
    second.model.setAccount(account());
    await second.model.settled();
    assert.equal(second.sent, 0);
    assert.equal(exactSum(projectLines(second.model).map((line) => toText(line.total ?? zero))), total);
    assert.equal(projectLines(second.model)[0]?.name.startsWith("Project "), true);
  });
});

test("100,000 API keys brought by another window: a window that opens later has every one, exactly, before it asks anything", async () => {
  await withMachine({ organization: emptyOrganization }, async ({ open, file, clock, account }) => {
    const first = open();
    await first.start();
    await first.close();
    const today = dayOf(clock.now() / 1_000);
    const series: Series = { source: "costs", view: ["project_id", "api_key_id"], width: "1d" };
    const dictionary = new Dictionary();
    const builder = new SegmentBuilder(series.source, series.view, series.width, today);
    builder.addBucket(0);
    const amounts = Array.from({ length: 100_000 }, (_, number) => {
      const amount = `${String(number % 89)}.${String(number).padStart(6, "0")}00000000000${String(number % 9 + 1)}`;
      builder.addRow({ at: 0, dimensions: [dictionary.idOf(`proj_${String(number % 10_000)}`), dictionary.idOf(`key_${String(number)}`)], counts: [], amount: parseDecimal(amount) });
      return amount;
    });
    const { baseUrl, key: secret } = account();
    const other = openHistory(file, { now: () => clock.now(), log: () => undefined });
    const entered = other.enter(baseUrl.origin, fingerprintOf(baseUrl.origin, (await secret()) ?? ""));
    other.land(entered, { series, days: { from: today, to: today + 1 }, segments: [builder.finish()], texts: dictionary.texts(), fetchedAt: clock.now() / 1_000, organization: null });
    other.close();
    const second = open();
    second.model.setAccount(account());
    await second.model.settled();
    const { session } = second.model;
    assert.ok(session);
    const query: ViewQuery = { ...defaultView, groupBy: "api_key_id", range: "today" };
    await session.history.hold({}, [{ ...series, days: { from: today, to: today + 1 } }]);
    assert.equal(second.sent, 0);
    const [day_] = session.history.days(series, { from: today, to: today + 1 });
    assert.equal(day_?.segment.rows, 100_000);
    const rows = pageRows(second.model, query);
    assert.equal(rows?.texts.length, dictionary.size - 1);
    assert.equal(await keptTotal(session, series, { from: today, to: today + 1 }), exactSum(amounts));
    const { dictionary: known } = session.history;
    for (const number of [0, 1, 54_321, 99_999]) assert.equal(known.textOf(known.find(`key_${String(number)}`) ?? -1), `key_${String(number)}`);
    assert.equal(known.find("key_100000"), undefined);
  });
});
