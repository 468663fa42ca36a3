import assert from "node:assert/strict";
import { test } from "node:test";
import type { UsageWindow } from "../../src/api/usageClient.ts";
import { dayOf } from "../../src/domain/buckets.ts";
import { toText } from "../../src/domain/decimal.ts";
import type { SourceId } from "../../src/domain/sources.ts";
import { defaultView, type ViewQuery } from "../../src/domain/viewQuery.ts";
import { pageRows, pageState } from "../../src/model/dashboard.ts";
import { baseSeries } from "../../src/model/session.ts";
import { todayText } from "../../src/model/todayText.ts";
import { endpointLine, endpointLines, projectLines, sourceLines } from "../../src/model/treeData.ts";
import { startLoopbackServer } from "../server/loopbackServer.ts";
import { emptyOrganization, largeOrganization } from "../server/organizations.ts";
import { allScopes } from "../server/keys.ts";
import { settled } from "./modelSupport/fakeClock.ts";
import { exactGlance } from "./modelSupport/figureWords.ts";
import { withModel } from "./modelSupport/modelOnServer.ts";
import { turnsUntil } from "./support/machine.ts";

/** What happens side by side: refreshes, account switches, dashboards, cancellation. */

test("two refreshes at once are one", async () => {
  await withModel({}, async ({ start, model, server, clock }) => {
    await start();
    clock.advance(60_000);
    const before = server.requests.length;
    const refresh = model.refresh();
    assert.equal(model.refreshing, true);
    assert.equal(model.refresh(), refresh);
    await Promise.all([refresh, model.refresh()]);
    const together = server.requests.length - before;
    clock.advance(60_000);
    const again = server.requests.length;
    await model.refresh();
    assert.equal(together, server.requests.length - again);
    assert.equal(model.refreshing, false);
  });
});

test("another account while a refresh is under way: nothing of the old one shows up in the new", async () => {
  const small = `sk-admin-${"smallOrg00".repeat(6)}`;
  const organization = largeOrganization({ projects: 3, keysPerProject: 1 });
  await withModel({}, async ({ model, account, server, clock }) => {
    const other = await startLoopbackServer({ now: () => clock.now(), keys: [{ key: small, scopes: allScopes }], organization });
    try {
      server.behave({ does: "slow", beforeHeadersMs: 150 });
      model.setAccount(account());
      const old = model.session;
      const first = model.refresh();
      while (server.requests.length === 0) await settled();
      model.setAccount(account(small, other));
      assert.notEqual(model.session, old);
      assert.equal(exactGlance(model).today, "pending");
      const second = model.refresh();
      assert.notEqual(second, first);
      await Promise.all([first, second]);
      assert.deepEqual(projectLines(model).map(({ name }) => name).sort(), ["Project 0", "Project 1", "Project 2"]);
      assert.equal(model.session?.history.dictionary.find("proj_large000000000000000000") !== undefined, true);
      assert.ok(server.requests.every(({ headers }) => headers.authorization !== `Bearer ${small}`));
      assert.ok(other.requests.every(({ headers }) => headers.authorization === `Bearer ${small}`));
      assert.equal(server.requests.length, 1, "the old account's refresh went on after its account was gone");
      assert.equal(model.refreshing, false);
    } finally {
      await other.close();
    }
  });
});

test("leaving an account for none ends its refresh and shows nothing of it", async () => {
  await withModel({}, async ({ model, account, server }) => {
    server.behave({ does: "hang" });
    model.setAccount(account());
    const refresh = model.refresh();
    while (server.requests.length === 0) await settled();
    model.setAccount({ kind: "none" });
    await refresh;
    assert.equal(model.refreshing, false);
    assert.equal(todayText(model).text, "$(graph) Set up OpenAI Spend");
  });
});

test("disposing ends what is under way", async () => {
  await withModel({}, async ({ model, account, server }) => {
    server.behave({ does: "hang" });
    model.setAccount(account());
    const refresh = model.refresh();
    while (server.requests.length === 0) await settled();
    model.dispose();
    await refresh;
    assert.equal(model.session, undefined);
  });
});

test("a cancelled request is no failure: what was known of a series stays as it was", async () => {
  await withModel({}, async ({ start, model, server }) => {
    await start();
    const { session } = model;
    assert.ok(session);
    const before = exactGlance(model);
    server.behave({ does: "hang" });
    const ends = new AbortController();
    const days = model.treeDays();
    const bring = session.bring([{ source: "costs", view: ["project_id", "line_item"], width: "1d", days }], session.now() + 1, ends.signal);
    await settled();
    ends.abort();
    await bring;
    assert.deepEqual(exactGlance(model), before);
    assert.equal(endpointLine(model, "costs").loading, false);
  });
});

test("an organization that is empty shows honest zeros everywhere and whose key it is", async () => {
  await withModel({ organization: emptyOrganization }, async ({ start, model }) => {
    await start();
    assert.deepEqual(projectLines(model), []);
    for (const line of endpointLines(model)) {
      assert.equal(line.error, undefined, line.source);
      assert.equal(line.total && toText(line.total), "0", line.source);
      assert.equal(line.missing, 0);
    }
    assert.equal(model.session?.organization, "brightwater");
  });
});

test("a group-by that the organization's API refuses is dropped and said, and the total stays right", async () => {
  await withModel({}, async ({ start, model, server, costs }) => {
    server.behave({ does: "rejectGroupBy", field: "api_key_id" }, { endpoint: "costs" });
    server.behave({ does: "rejectGroupBy", field: "service_tier" }, { endpoint: "usage/completions" });
    await start();
    assert.equal(exactGlance(model).today, costs(0, 1));
    const byKey: ViewQuery = { ...defaultView, groupBy: "api_key_id", range: "last7Days" };
    await model.show({}, byKey);
    const state = pageState(model, byKey);
    assert.equal(state.refused.api_key_id, "OpenAI does not give costs by API key for this organization.");
    assert.ok(state.notes.includes("OpenAI does not give costs by API key for this organization."));
    assert.equal(state.status.problem, null);
    const line = endpointLine(model, "completions");
    assert.equal(line.error, undefined);
    assert.equal(line.missing, 0);
    const byModel: ViewQuery = { ...defaultView, source: "completions", metric: "total_tokens", groupBy: "model", range: "last7Days" };
    assert.deepEqual(Object.keys(pageState(model, byModel).refused), ["service_tier"], "only what was refused is dropped");
    const models = sourceLines(model, "completions").filter(({ value }) => value !== null);
    assert.ok(models.length > 1, "models are still told apart");
  });
});

test("a refused group-by is not asked for at every refresh, and once a day it is", async () => {
  await withModel({}, async ({ start, model, server, clock }) => {
    const refusal = server.behave({ does: "rejectGroupBy", field: "service_tier" }, { endpoint: "usage/completions" });
    await start();
    assert.equal(refusal.applied, 1);
    clock.advance(600_000);
    await model.refresh();
    assert.equal(refusal.applied, 1);
    clock.advance(86_400_000);
    await model.refresh();
    assert.equal(refusal.applied, 2);
    refusal.remove();
    clock.advance(86_400_000);
    await model.refresh();
    assert.deepEqual(model.session?.refusals.reasons("completions", model.now()), {});
  });
});

test("the list of API keys of one project fails, and no later project is asked in the same refresh", async () => {
  await withModel({}, async ({ start, model, server }) => {
    const trouble = server.behave({ does: "status", status: 500 }, { endpoint: /api_keys$/ });
    const view: ViewQuery = { ...defaultView, source: "completions", metric: "total_tokens", groupBy: "api_key_id", range: "last7Days" };
    await start();
    await model.show({}, view);
    assert.ok(trouble.applied >= 1 && trouble.applied <= 4, `${String(trouble.applied)} tries: each project would hold the refresh up for a minute`);
    assert.match(pageState(model, view).notes.join("\n"), /Ids stand where names of API keys would: .*500/);
    trouble.remove();
    await model.refresh();
    assert.ok(!pageState(model, view).notes.join("\n").includes("API keys"));
    assert.ok((model.session?.names.names.apiKeys.size ?? 0) > 0);
  });
});

test("a range that grows while a refresh is under way is fetched, too", async () => {
  await withModel({ settings: { range: 2 } }, async ({ start, model, settings, server, clock }) => {
    await start();
    clock.advance(60_000);
    const slow = server.behave({ does: "slow", beforeHeadersMs: 60 });
    const refresh = model.refresh();
    const asked = server.requests.length;
    while (!server.requests.slice(asked).some(({ endpoint }) => endpoint === "usage/completions")) await settled();
    settings.range = 5;
    await Promise.all([refresh, model.refresh()]);
    slow.remove();
    for (const line of endpointLines(model)) assert.equal(line.missing, 0, line.source);
  });
});

test("a dashboard that asks while the key is being changed gets the new account's answer or none", async () => {
  await withModel({}, async ({ model, account, server, costs }) => {
    server.behave({ does: "slow", beforeHeadersMs: 80 }, { times: 3 });
    const view: ViewQuery = { ...defaultView, range: "last7Days" };
    model.setAccount(account());
    const shown = model.show({}, view);
    while (server.requests.length === 0) await settled();
    model.setAccount(account());
    await Promise.all([shown, model.refresh()]);
    assert.equal(pageRows(model, view)?.missing.length, 0);
    assert.equal(exactGlance(model).today, costs(0, 1));
  });
});

test("one listener that throws does not keep the others from hearing, and is logged", async () => {
  await withModel({}, async ({ start, model, log }) => {
    let heard = 0;
    model.onDidChange(() => {
      throw new Error("broken view");
    });
    model.onDidChange(() => {
      heard += 1;
    });
    await start();
    await settled();
    assert.ok(heard > 0);
    assert.ok(log.lines.some((line) => line.includes("A view failed to repaint: Error: broken view")));
  });
});

test("what is in line for later goes at once when somebody looks at it, and is asked for once", async () => {
  await withModel({}, async ({ start, model, server }) => {
    await start();
    const { session } = model;
    assert.ok(session);
    // Two endpoints that hang have every place that there is for later.
    server.behave({ does: "hang" }, { endpoint: /images|moderations/ });
    const ends = new AbortController();
    const today = dayOf(model.now());
    const later = (source: SourceId, from: number): UsageWindow => ({ ...baseSeries(source), days: { from, to: from + 1 } });
    const hanging = (["images", "moderations"] as const).flatMap((source) => Array.from({ length: 10 }, (_, back) => later(source, today - 40 - back)));
    const looked = later("embeddings", today - 40);
    const before = server.requests.length;
    const filling = session.fetch([...hanging, looked], session.now(), ends.signal, "back");
    await turnsUntil("every place is taken", () => server.requests.length === before + 20);
    let shown = false;
    const look = session.bring([looked], session.now(), new AbortController().signal).then(() => { shown = true; });
    await turnsUntil("it is answered", () => shown, 1_000); // long before what hangs is given up
    assert.notEqual(session.history.fetchedAt(looked)(looked.days.from), undefined);
    ends.abort();
    await Promise.all([look, filling]);
    assert.equal(server.requests.slice(before).filter(({ endpoint }) => endpoint === "usage/embeddings").length, 1);
  });
});
