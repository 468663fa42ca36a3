import assert from "node:assert/strict";
import { test } from "node:test";
import { dayOf } from "../../src/domain/buckets.ts";
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
