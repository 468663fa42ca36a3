import assert from "node:assert/strict";
import { test } from "node:test";
import { bodyOf } from "../../src/api/body.ts";
import { fullWidth } from "../../src/api/pace.ts";
import type { Transport } from "../../src/api/transport.ts";
import { dayOf } from "../../src/domain/buckets.ts";
import type { SpendErrorKind } from "../../src/domain/errors.ts";
import { sourceSpec } from "../../src/domain/sources.ts";
import { sessionOpener } from "../../src/host/sessions.ts";
import { parseSettings } from "../../src/model/settings.ts";
import { UsageModel } from "../../src/model/usageModel.ts";
import { planYear } from "../../src/model/yearFill.ts";
import { answerer } from "../../src/sample/answer.ts";
import { mix, unit } from "../../src/sample/hash.ts";
import { largeOrganization } from "../server/organizations.ts";
import { ManualClock, settled, sundayEvening } from "./modelSupport/fakeClock.ts";
import { impatientFetch } from "./modelSupport/hostFetches.ts";
import { memoryPort } from "./modelSupport/memoryPort.ts";
import { RateLimit } from "./modelSupport/rateLimit.ts";
import { KeptLog } from "./modelSupport/modelOnServer.ts";
import { realAccount } from "./modelSupport/modelOnSample.ts";
import { withMachine } from "./support/machine.ts";
import { everySeries, gaps, keptTotal, serverTotal } from "./support/yearTotals.ts";

/** A year fetched from an API that refuses, or of which a part never answers. */

const organization = largeOrganization({ projects: 2, keysPerProject: 2 });

for (const retryAfter of [undefined, 2]) {
  test(`half of all answers are 429 ${retryAfter === undefined ? "without" : "with"} Retry-After: the year becomes complete and exact all the same`, async (t) => {
    const seed = Math.floor(Math.random() * 1e9);
    t.diagnostic(`seed ${String(seed)}`);
    await withMachine({ organization }, async ({ open, server, clock }) => {
      const storm = server.behave({ does: "status", status: 429, ...(retryAfter !== undefined && { retryAfter }) }, { probability: 0.5, seed });
      const { model, start } = open();
      await start();
      const { session, yearFill } = model;
      assert.ok(session && yearFill);
      let rounds = 0;
      for (; rounds < 60 && (session.history.rows({ source: "costs", view: ["project_id", "line_item"], width: "1d" }, { from: 0, to: 30_000 }) === 0 || planYear(session, 0).length > 0); rounds += 1) {
        clock.advance(5 * 60_000);
        await model.refresh();
        await yearFill.run();
      }
      t.diagnostic(`${String(rounds)} rounds, ${String(storm.applied)} refused of ${String(server.requests.length)}`);
      storm.remove();
      clock.advance(3_600_000);
      await model.refresh();
      const today = dayOf(model.now());
      const days = { from: today - 364, to: today + 1 };
      assert.deepEqual(gaps(session, days), []);
      for (const series of everySeries) assert.equal(await keptTotal(session, series, { ...days, to: today - 2 }), serverTotal(server, series, { ...days, to: today - 2 }), series.source);
      assert.deepEqual(everySeries.flatMap((series) => session.state(series).failed.map(({ error }) => `${series.source}: ${error.message}`)), []);
    });
  });
}

/**
 * A cold start and its year against an API that bears 5 requests a second and `burst` at once.
 *
 * @param refuses besides: whether it answers the `nth` request, from 1, with 429 all the same
 * @param retryAfter seconds, as the header of a 429 says them
 * @returns the year is complete; `failed` is what the last refresh could not get
 */
async function yearWithin(burst: number, refuses: (nth: number) => boolean, retryAfter?: string): Promise<{ limit: RateLimit; failed: readonly string[] }> {
  const clock = new ManualClock();
  const limit = new RateLimit(5, burst, clock.now());
  const answer = answerer(organization(sundayEvening / 1_000));
  const transport: Transport = {
    get: async ({ url, signal }) => {
      await clock.sleep(60, signal);
      const borne = limit.bears(clock.now()) && !refuses(limit.sent.length);
      const { status, body } = borne ? answer(url, Math.floor(clock.now() / 1_000)) : { status: 429, body: { error: { message: "Rate limit reached for requests." } } };
      const header = (name: string): string | null => (!borne && retryAfter !== undefined && name.toLowerCase() === "retry-after" ? retryAfter : null);
      return { status, url: url.href, header, body: () => Promise.resolve(bodyOf(JSON.stringify(body))) };
    },
  };
  const log = new KeptLog();
  const port = memoryPort(clock);
  const model = new UsageModel({ clock, log, settings: () => parseSettings((name) => (name === "range" ? 7 : undefined)), openSession: sessionOpener(transport, port, clock, log) });
  try {
    model.setAccount(realAccount);
    const { session, yearFill } = model;
    assert.ok(session && yearFill);
    const days = { from: dayOf(model.now()) - 364, to: dayOf(model.now()) + 1 };
    const missing = (): readonly string[] => gaps(session, days);
    // What was refused too often is asked for again after the next refresh.
    const fetched = { over: false };
    void (async () => {
      for (let rounds = 0; rounds < 20 && (rounds === 0 || missing().length > 0); rounds += 1) {
        await model.refresh();
        await yearFill.run();
      }
      fetched.over = true;
    })();
    for (let step = 0; step < 60_000 && !fetched.over; step += 1) {
      await clock.advance(20, 20);
      await settled();
    }
    assert.equal(fetched.over, true);
    assert.deepEqual(missing(), []);
    return { limit, failed: everySeries.flatMap((series) => session.state(series).failed.map(({ error }) => error.message)) };
  } finally {
    model.dispose();
    await port.close();
  }
}

for (const burst of [5, 20])
  test(`an API that bears 5 requests a second and ${String(burst)} at once: the year becomes complete, and few are refused`, async (t) => {
    const { limit, failed } = await yearWithin(burst, () => false);
    t.diagnostic(`${String(limit.refused)} refused of ${String(limit.sent.length)}`);
    assert.deepEqual(failed, []);
    assert.ok(limit.refused <= burst + fullWidth, `${String(limit.refused)} refused`);
  });

for (const retryAfter of [undefined, "1"])
  test(`a storm of 429 ${retryAfter === undefined ? "without" : "with"} Retry-After from an API that bears 5 requests a second: no second ever has more than those and the burst`, async (t) => {
    const burst = 10;
    // The first of them refuses the very first request, the other none of the first six.
    for (const seed of [2, 11]) {
      const { limit } = await yearWithin(burst, (nth) => unit(mix(seed, nth)) < 0.5, retryAfter);
      const most = limit.mostInASecond();
      t.diagnostic(`seed ${String(seed)}: ${String(most)} in a second, of ${String(limit.sent.length)}`);
      assert.ok(most <= 5 + burst, `seed ${String(seed)}: ${String(most)} in a second`);
    }
  });

test("one usage endpoint that never answers is marked as failed; every other one's year becomes complete", async () => {
  await withMachine({ organization, fetch: impatientFetch(1_500) }, async ({ open, server, clock }) => {
    const window = open();
    await window.start();
    const hanging = server.behave({ does: "hang" }, { endpoint: "usage/embeddings" });
    const { model } = window;
    const { session, yearFill } = model;
    assert.ok(session && yearFill);
    const before = server.requests.length;
    await yearFill.run();
    const today = dayOf(model.now());
    const days = { from: today - 364, to: today + 1 };
    assert.deepEqual(gaps(session, days).map((gap) => gap.split(" ")[0]), ["embeddings"]);
    for (const series of everySeries) {
      const kinds: ReadonlySet<SpendErrorKind> = new Set(session.state(series).failed.map(({ error }) => error.kind));
      assert.deepEqual([...kinds], series.source === "embeddings" ? ["timeout"] : [], sourceSpec(series.source).label);
    }
    const asked = server.requests.slice(before).filter(({ endpoint }) => endpoint === "usage/embeddings").length;
    assert.ok(asked <= 4 * 12, `${String(asked)} times: four tries for each window of 31 days, and no more`);
    await yearFill.run();
    assert.equal(yearFill.progress, undefined);
    hanging.remove();
    clock.advance(6 * 60_000);
    await model.refresh();
    await yearFill.run();
    assert.deepEqual(gaps(session, days), []);
    assert.deepEqual(session.state({ source: "embeddings", view: ["project_id", "user_id", "api_key_id", "model"], width: "1d" }).failed, []);
  });
});
