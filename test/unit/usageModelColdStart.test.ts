import assert from "node:assert/strict";
import { test } from "node:test";
import type { HostFetch } from "../../src/api/fetchTransport.ts";
import { dayOf, dayStart } from "../../src/domain/buckets.ts";
import { todayText } from "../../src/model/todayText.ts";
import { todayTooltip } from "../../src/model/todayTooltip.ts";
import { endpointLine } from "../../src/model/treeData.ts";
import type { Behaviour } from "../server/behaviours.ts";
import { emptyOrganization } from "../server/organizations.ts";
import { day, FakeClock, hour, settled } from "./modelSupport/fakeClock.ts";
import { exactGlance } from "./modelSupport/figureWords.ts";
import { globalFetch } from "./modelSupport/hostFetches.ts";
import { withModel } from "./modelSupport/modelOnServer.ts";
import { turnsUntil } from "./support/machine.ts";
import { serverTotal } from "./support/yearTotals.ts";

for (const [what, serverAhead, asked] of [["right", 0, 1], ["an hour behind", hour, 1], ["ten days behind", 10 * day, 3], ["a day ahead", -day, 2]] as const) {
  test(`the first answer of a cold start is the month's total by the day, and after it alone the glance is right; the clock is ${what}`, async () => {
    await withModel({ serverAhead }, async ({ server, model, account, costs, today }) => {
      const held = server.behave({ does: "hang" }, { nth: { from: asked + 1 }, endpoint: /./ });
      model.setAccount(account());
      await turnsUntil("the rows are asked for", () => server.requests.length > asked);
      for (const { endpoint, query } of server.requests.slice(0, asked)) assert.deepEqual([endpoint, query.has("group_by")], ["costs", false]);
      assert.equal(server.requests.length, asked + 1, "the rest waits until it is known whose rows these are");
      // The server rounds each row to a double: a whole day's amount is another text than its parts added up.
      const now = dayOf(model.now());
      const begun = new Date(dayStart(now) * 1000).getUTCDate() - 1;
      const undivided = (from: number): string => serverTotal(server, { source: "costs", view: [], width: "1d" }, { from: now + from, to: now + 1 });
      const glance = exactGlance(model);
      assert.equal(glance.today, undivided(0));
      assert.equal(glance.month, undivided(-begun));
      assert.ok(glance.asOf !== null && Math.abs(glance.asOf - model.now()) < 120, String(glance.asOf));
      assert.equal(todayText(model).text, `$(graph) ${today()}`);
      assert.match(todayTooltip(model, "proj_bound"), /This workspace today \(proj\\_bound\) \| … \|/, "which project it was for is not known yet");
      held.remove();
      model.setAccount(account()); // what hangs is let go
      await model.refresh();
      assert.equal(exactGlance(model).today, costs(0, 1), "and then it is what its rows add up to");
      assert.equal(exactGlance(model).month, costs(-begun, 1));
    });
  });
}

test("a cold start sends costs first, then for names, then for what is looked at, which does not wait until names have come", async () => {
  const sent: string[] = [];
  const fetch: HostFetch = (url, init) => {
    sent.push(new URL(url).pathname.replace(/.*\/organization\//, ""));
    return globalFetch(url, init);
  };
  await withModel({ fetch }, async ({ server, model, account }) => {
    server.behave({ does: "hang" }, { endpoint: /^(projects|users)/ });
    model.setAccount(account());
    await turnsUntil("usage has come", () => endpointLine(model, "completions").missing === 0);
    const kinds = sent.map((path) => (path.startsWith("usage/") ? "usage" : path));
    const first = kinds.indexOf("usage");
    assert.deepEqual([...new Set(kinds.slice(0, kinds.indexOf("users") + 1))], ["costs", "projects", "users"]);
    assert.ok(first > kinds.indexOf("users"), sent.join(" "));
    model.setAccount({ kind: "none" }); // what hangs is let go
  });
});

test("a total that is longer than any is not read: the rows that follow tell what it was", async () => {
  await withModel({}, async ({ start, server, model, costs }) => {
    server.behave({ does: "huge", megabytes: 1 }, { nth: 1, endpoint: "costs" });
    const held = server.behave({ does: "slow", beforeHeadersMs: 200 }, { nth: { from: 2 } });
    const started = start();
    await turnsUntil("the rows are asked for", () => server.requests.length > 1);
    assert.equal(exactGlance(model).month, "pending");
    held.remove();
    await started;
    assert.equal(exactGlance(model).month, costs(-21, 1));
    assert.equal(exactGlance(model).error, undefined);
  });
});

const troubles: readonly (readonly [Behaviour, string])[] = [[{ does: "status", status: 500 }, "serverFailed"], [{ does: "status", status: 429 }, "rateLimited"], [{ does: "reset" }, "offline"]];
for (const [trouble, kind] of troubles) {
  test(`costs whose first request was tried as often as can be (${kind}) are told at once, and asked for again with the next refresh`, async () => {
    await withModel({}, async ({ start, server, model, costs }) => {
      const broken = server.behave(trouble, { endpoint: "costs" });
      await start();
      assert.equal(exactGlance(model).error?.kind, kind);
      assert.equal(exactGlance(model).today, "pending");
      const month = String(Date.UTC(2026, 10, 1) / 1000);
      assert.deepEqual(server.requests.filter(({ query }) => query.get("start_time") === month && query.has("group_by")), [], "it does not take another minute to say so");
      broken.remove();
      await model.refresh();
      assert.equal(exactGlance(model).error, undefined);
      if (kind === "rateLimited") assert.notEqual(exactGlance(model).today, "pending"); // it is asked slowly, and today goes on meanwhile
      else assert.equal(exactGlance(model).today, costs(0, 1));
    });
  });
}

test("of a day that only a clock that was ahead has begun nothing is known, which is not that nothing is reported", async () => {
  await withModel({ serverAhead: -day }, async ({ start, server, model, clock }) => {
    server.behave({ does: "status", status: 500 }, { endpoint: "costs", nth: { from: 2 } });
    await start();
    assert.notEqual(exactGlance(model).today, "pending");
    clock.advance(day);
    assert.equal(exactGlance(model).today, "pending");
  });
});

test("a first total that was brought before midnight says of yesterday from when it is", async () => {
  await withModel({ clock: new FakeClock(Date.UTC(2026, 10, 22, 23, 59)) }, async ({ server, model, account, clock }) => {
    server.behave({ does: "hang" }, { nth: { from: 2 }, endpoint: /./ });
    model.setAccount(account());
    await turnsUntil("the rows are asked for", () => server.requests.length > 1);
    const { today, asOf } = exactGlance(model);
    clock.advance(hour);
    assert.deepEqual({ ...exactGlance(model), error: undefined }, { today: "pending", yesterday: today, month: "pending", asOf, overdue: true, error: undefined });
  });
});

test("an account that is left before its first total has come leaves nothing in the log", async () => {
  await withModel({}, async ({ server, model, account, log }) => {
    server.behave({ does: "hang" });
    model.setAccount(account());
    const refresh = model.refresh();
    await turnsUntil("the total is asked for", () => server.requests.length > 0);
    model.setAccount({ kind: "none" });
    await refresh;
    await settled();
    assert.deepEqual(log.lines, []);
  });
});

test("a month whose rows cannot be had, but for some days, is still what its total said; with all of them, that is forgotten", async () => {
  let broken = true;
  const fetch: HostFetch = async (url, init) => {
    const { pathname, searchParams } = new URL(url);
    const ofMonth = pathname.endsWith("/costs") && searchParams.has("group_by") && searchParams.get("start_time") === String(Date.UTC(2026, 10, 1) / 1000);
    return broken && ofMonth ? Object.defineProperty(new Response("{}", { status: 404 }), "url", { value: url }) : globalFetch(url, init);
  };
  await withModel({ fetch }, async ({ start, server, model, costs }) => {
    await start();
    const { session } = model;
    assert.ok(session);
    const now = dayOf(model.now());
    const total = serverTotal(server, { source: "costs", view: [], width: "1d" }, { from: now - 21, to: now + 1 });
    assert.equal(exactGlance(model).today, costs(0, 1), "these rows have come");
    assert.equal(exactGlance(model).month, total);
    assert.equal(exactGlance(model).error?.kind, "notTheApi", "and it is said that it is not the newest");
    broken = false;
    await model.refresh();
    assert.equal(exactGlance(model).month, costs(-21, 1));
    assert.equal(exactGlance(model).error, undefined);
    assert.deepEqual(session.firstTotal.days({ from: now - 21, to: now + 1 }), []);
  });
});

test("the first request covers yesterday on the first of a month, too", async () => {
  await withModel({ clock: new FakeClock(Date.UTC(2026, 10, 1, 9)) }, async ({ start, model, costs, server }) => {
    await start();
    const glance = exactGlance(model);
    assert.equal(glance.yesterday, costs(-1, 0));
    assert.equal(glance.month, costs(0, 1));
    assert.equal(server.requests[0]?.query.get("start_time"), String(Date.UTC(2026, 9, 31) / 1000));
  });
});

test("nothing more is asked for than costs, usage and names, and nothing but GET is sent", async () => {
  await withModel({}, async ({ start, server }) => {
    await start();
    assert.equal(server.requests.every((request) => request.method === "GET"), true);
    const asked = new Set(server.requests.map((request) => request.endpoint));
    assert.equal(asked.size, 14); // costs, eleven usage endpoints, projects, users
    assert.equal(server.requests.every((request) => request.headers.authorization === `Bearer ${server.adminKey}`), true);
  });
});

test("an organization without any use shows $0.00, which is not a dash", async () => {
  await withModel({ organization: emptyOrganization }, async ({ start, model }) => {
    await start();
    assert.equal(todayText(model).text, "$(graph) $0.00");
    assert.match(todayText(model).label, /\$0\.00 today; \$0\.00 this month/);
  });
});

test("where the API has no bucket of today yet, today is a dash and never the newest other day", async () => {
  await withModel({}, async ({ start, model, server, costs }) => {
    server.behave({ does: "withoutLastBucket" }, { endpoint: "costs" });
    await start();
    const { text, label } = todayText(model);
    assert.equal(text, "$(graph) —");
    assert.match(label, /nothing reported yet today/);
    assert.equal(exactGlance(model).yesterday, costs(-1, 0));
    assert.equal(exactGlance(model).month, costs(-21, 0));
  });
});
