import assert from "node:assert/strict";
import { test } from "node:test";
import { baseSeries } from "../../src/model/session.ts";
import { settled } from "./modelSupport/fakeClock.ts";
import { withModel } from "./modelSupport/modelOnServer.ts";

const costs = baseSeries("costs");

test("who asks for a refresh after something of the one under way has failed gets another, and once", async () => {
  await withModel({}, async ({ start, model, server, clock }) => {
    await start();
    clock.advance(60_000);
    const broken = server.behave({ does: "wrongObject", of: "page" }, { endpoint: "costs" });
    const slow = server.behave({ does: "slow", beforeHeadersMs: 300 }, { endpoint: "usage/completions" });
    const first = model.refresh();
    while (model.session?.state(costs).failed.length === 0) await settled();
    assert.equal(model.refreshing, true, "the rest of it is under way");
    broken.remove();
    slow.remove();
    const before = server.requests.filter(({ endpoint }) => endpoint === "costs").length;
    await Promise.all([first, model.refresh(), model.refresh()]);
    assert.deepEqual(model.session?.state(costs).failed, []);
    const asked = server.requests.filter(({ endpoint }) => endpoint === "costs").length - before;
    clock.advance(60_000);
    await model.refresh();
    assert.equal(server.requests.filter(({ endpoint }) => endpoint === "costs").length - before, 2 * asked, "as many as one refresh asks");
  });
});

test("a refresh that failed and mended itself before its end is not repeated", async () => {
  await withModel({}, async ({ start, model, server, clock }) => {
    await start();
    clock.advance(60_000);
    const broken = server.behave({ does: "wrongObject", of: "page" }, { endpoint: "costs" });
    await model.refresh();
    broken.remove();
    assert.notDeepEqual(model.session?.state(costs).failed, []);
    clock.advance(60_000);
    const before = server.requests.length;
    await Promise.all([model.refresh(), model.refresh()]);
    const asked = server.requests.length - before;
    assert.deepEqual(model.session?.state(costs).failed, []);
    clock.advance(60_000);
    await model.refresh();
    assert.equal(server.requests.length - before, 2 * asked);
  });
});
