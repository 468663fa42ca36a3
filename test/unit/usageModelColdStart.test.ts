import assert from "node:assert/strict";
import { test } from "node:test";
import { glanceOf } from "../../src/model/figures.ts";
import { todayText } from "../../src/model/todayText.ts";
import { emptyOrganization } from "../server/organizations.ts";
import { FakeClock } from "./modelSupport/fakeClock.ts";
import { exactGlance } from "./modelSupport/figureWords.ts";
import { withModel } from "./modelSupport/modelOnServer.ts";

test("the first request of a cold start is the month's costs, and after it alone the glance is right", async () => {
  await withModel({}, async ({ server, model, account, costs, today }) => {
    const held = server.behave({ does: "hang" }, { nth: { from: 2 }, endpoint: /./ });
    model.setAccount(account());
    await new Promise<void>((resolve) => {
      const listening = model.onDidChange(() => {
        if (glanceOf(model).today.kind !== "amount") return;
        listening.dispose();
        resolve();
      });
    });
    assert.equal(server.requests[0]?.endpoint, "costs");
    assert.equal(held.applied <= server.requests.length - 1, true);
    assert.equal(server.requests.filter((request) => request.endpoint === "costs").length, 1);
    const glance = exactGlance(model);
    assert.equal(glance.today, costs(0, 1));
    assert.equal(glance.yesterday, costs(-1, 0));
    assert.equal(glance.month, costs(-21, 1));
    assert.equal(todayText(model).text, `$(graph) ${today()}`);
    held.remove();
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
