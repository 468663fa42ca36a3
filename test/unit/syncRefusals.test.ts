import assert from "node:assert/strict";
import { test } from "node:test";
import { dayOf, isoDay } from "../../src/domain/buckets.ts";
import { defaultView, type ViewQuery } from "../../src/domain/viewQuery.ts";
import { notesOf } from "../../src/model/dashboard.ts";
import { baseSeries } from "../../src/model/session.ts";
import { planYear } from "../../src/model/yearFill.ts";
import { largeOrganization } from "../server/organizations.ts";
import { day } from "./modelSupport/fakeClock.ts";
import { askedWindows } from "./support/askedWindows.ts";
import { withMachine } from "./support/machine.ts";
import { gaps } from "./support/yearTotals.ts";

/** What the API does not group by, for a day and longer: what else there is comes all the same, and what lacks comes later. */

const organization = largeOrganization({ projects: 2, keysPerProject: 2 });

test("views that are refused leave nothing to fetch: the year comes to an end, at rest, and asks for them again a day later", async () => {
  await withMachine({ organization }, async ({ open, server, clock }) => {
    const refused = [
      server.behave({ does: "rejectGroupBy", field: "api_key_id" }, { endpoint: "costs" }),
      server.behave({ does: "rejectGroupBy", field: "api_source" }, { endpoint: /./ }),
    ];
    const { model, start } = open();
    await start();
    const { session, yearFill } = model;
    assert.ok(session && yearFill);
    await yearFill.run();
    assert.deepEqual(planYear(session, 0), []);
    let leases = 0;
    const lease = session.history.lease.bind(session.history);
    session.history.lease = (...ask) => {
      leases += 1;
      return lease(...ask);
    };
    const asked = server.requests.length;
    await yearFill.run();
    assert.deepEqual([leases, server.requests.length - asked], [0, 0]);

    for (const rule of refused) rule.remove();
    clock.advance(day);
    await model.refresh();
    await yearFill.run();
    const today = dayOf(model.now());
    assert.deepEqual(gaps(session, { from: today - 364, to: today + 1 }), []);
    const views = new Set(askedWindows(server.requests.slice(asked)).map(({ id }) => id));
    for (const view of ["costs 1d api_key_id project_id", "costs 1d api_source", "usage/completions 1d api_source"]) assert.ok(views.has(view), view);
  });
});

test("days that came without a group-by are said to, and made good once it is refused no more; until then, asking anew costs a request", async () => {
  await withMachine({ organization }, async ({ open, server, clock }) => {
    const refused = server.behave({ does: "rejectGroupBy", field: "model" }, { endpoint: "usage/completions" });
    const { model, start } = open();
    await start();
    const { session, yearFill } = model;
    assert.ok(session && yearFill);
    await yearFill.run();
    const today = dayOf(model.now());
    const series = baseSeries("completions");
    const query: ViewQuery = { ...defaultView, source: "completions", metric: "num_model_requests", groupBy: "model", range: { from: isoDay(today - 60), to: isoDay(today - 10) } };
    await session.history.hold({}, [{ ...series, days: { from: today - 60, to: today - 9 } }]);
    const withoutModel = (): number => session.history.days(series, { from: today - 60, to: today - 9 }).filter(({ segment }) => segment.rows > 0 && segment.dimensions["model"]?.every((id) => id === 0)).length;
    const notes = (): string => notesOf(session, query).join(" ");
    const sinceThen = withoutModel();
    assert.ok(sinceThen > 0);
    assert.match(notes(), /OpenAI does not give completions by Model/);

    for (const _ of [1, 2]) {
      clock.advance(day + 60_000);
      assert.match(notes(), /Some of these days came without Model while OpenAI refused it/);
      const before = server.requests.length;
      await model.refresh();
      await yearFill.run();
      const old = askedWindows(server.requests.slice(before)).filter(({ endpoint, days }) => endpoint === "usage/completions" && days.to <= today - 3);
      assert.deepEqual(old, [], "what is refused again is not fetched again as it is");
    }

    refused.remove();
    clock.advance(day + 60_000);
    await model.refresh();
    await yearFill.run();
    assert.equal(withoutModel(), 0);
    assert.deepEqual(planYear(session, 0), []);
    assert.doesNotMatch(notes(), /Model/);
  });
});
