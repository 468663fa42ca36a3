import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import path from "node:path";
import { fullWidth } from "../src/api/pace.ts";
import { breakDown } from "../src/domain/aggregate.ts";
import { toNumber } from "../src/domain/decimal.ts";
import { mainMetric } from "../src/domain/sources.ts";
import { baseSeries } from "../src/model/session.ts";
import { planYear } from "../src/model/yearFill.ts";
import { DAY, leastRequests, openaiOneByOne, openaiSideBySide, yearBefore } from "./openaiYear.mjs";
import { inFolder, openParts, openSession } from "./product.mjs";
import { medians } from "./timing.mjs";
import { LATENCY_MS, startYearServer } from "./yearProcess.mjs";

/** @typedef {import("./openaiYear.mjs").Fetched} Fetched */

const ROUNDS = 3;

const never = new AbortController().signal;

/**
 * The whole year of every source and view, fetched, parsed and stored into a new, empty history.
 * @param {import("./openaiYear.mjs").Where} where
 * @param {string} folder
 */
async function productYear(where, folder) {
  const parts = openParts(path.join(folder, `${randomUUID()}.db`));
  try {
    const session = openSession(parts, where);
    const windows = planYear(session, 0);
    const failed = await session.fetch(windows, session.exactNow(), never, "back");
    assert.equal(failed, 0);
    return { session, windows: windows.length, close: parts.close };
  } catch (error) {
    await parts.close();
    throw error;
  }
}

/**
 * What the history then holds, to be compared with what the client got.
 * @param {import("./openaiYear.mjs").Where} where
 * @param {string} folder
 * @returns {Promise<Fetched>}
 */
async function productHolds(where, folder) {
  const { session, windows, close } = await productYear(where, folder);
  const { from, to } = yearBefore(where.now);
  const days = { from: from / DAY, to: to / DAY };
  const series = baseSeries("costs");
  await session.history.hold(session, [{ ...series, days }]);
  const segments = session.history.days(series, days).map(({ segment }) => segment);
  const { total } = breakDown(segments, { metric: mainMetric("costs"), width: "1d", from, to, groupBy: null, keep: {} });
  const { rows } = await session.history.describe();
  await close();
  return { rows, requests: windows, dollars: total ? toNumber(total) : Number.NaN };
}

/** @returns {Promise<readonly import("./results.mjs").Line[]>} */
export async function benchmark() {
  const server = await startYearServer();
  try {
    // The first time is not timed: it makes the server's answers, and says whether all contestants get the same year.
    const client = await openaiOneByOne(server);
    assertSameYear(await openaiSideBySide(server), client);
    return await inFolder(async (folder) => {
      assertSameYear(await productHolds(server, folder), client);
      const first = await server.counts();
      const contestants = {
        product: async () => (await productYear(server, folder)).close(),
        sideBySide: () => openaiSideBySide(server),
        oneByOne: () => openaiOneByOne(server),
      };
      const times = await medians(contestants, { rounds: ROUNDS, warmUps: 0 });
      const timed = await server.counts();
      assert.equal(timed.made, 0, "the server made answers while it was timed");
      const about = `${client.rows.toLocaleString("en-US")} rows, ${client.requests} requests, ${Math.round(timed.bytes / ROUNDS / Object.keys(contestants).length / 2 ** 20)} MiB, ${first.made} answers made before`;
      return linesOf(times, about);
    });
  } finally {
    await server.end();
  }
}

/**
 * @param {Readonly<Record<string, number>>} times
 * @param {string} about
 * @returns {readonly import("./results.mjs").Line[]}
 */
function linesOf({ product = Number.NaN, sideBySide = Number.NaN, oneByOne = Number.NaN }, about) {
  const floor = Math.ceil(leastRequests() / fullWidth) * LATENCY_MS;
  const line = { unit: "ms", measured: product, about };
  return [
    { ...line, what: "cold year: fetch, parse, store", reach: 1.6 * floor, reachedBy: "1.6 × the floor", beside: { [`floor: ${fullWidth} at once, ${LATENCY_MS} ms each`]: floor } },
    { ...line, what: "cold year beside the client, page after page", reach: oneByOne / 9, reachedBy: "a ninth", beside: { "openai, one by one": oneByOne } },
    { ...line, what: "cold year beside the client, all endpoints at once", reach: sideBySide / 1.1, reachedBy: "1 / 1.1", beside: { "openai, all endpoints at once": sideBySide } },
  ];
}

/**
 * @param {Fetched} one
 * @param {Fetched} other
 */
function assertSameYear(one, other) {
  assert.equal(one.rows, other.rows);
  // The client adds doubles, in the order in which they come.
  assert.ok(Math.abs(one.dollars - other.dollars) <= 1e-6 * Math.abs(other.dollars), `${one.dollars} is not ${other.dollars}`);
}
