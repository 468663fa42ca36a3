import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import path from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import { glanceOf } from "../src/model/figures.ts";
import { inUse } from "../src/model/wants.ts";
import { allSources } from "../src/domain/sources.ts";
import { accountOf, inFolder, openModel, openParts } from "./product.mjs";
import { median } from "./timing.mjs";
import { LATENCY_MS, startYearServer } from "./yearProcess.mjs";

/** How quickly numbers are there and new, and what the extension host feels of a year being fetched. */
const ROUNDS = 5;

/** @returns {Promise<readonly import("./results.mjs").Line[]>} */
export async function benchmark() {
  const server = await startYearServer();
  try {
    return await inFolder(async (folder) => {
      await year(server, path.join(folder, "warmUp.db")); // the server makes its answers
      /** @type {({ bare: number; today: number } & Awaited<ReturnType<typeof year>>)[]} */
      const measured = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const bare = await timed(() => bareFetch(server));
        const today = await todayFromCold(server, path.join(folder, `${randomUUID()}.db`));
        measured.push({ bare, today, ...(await year(server, path.join(folder, `${randomUUID()}.db`))) });
      }
      const of = (/** @type {"bare" | "today" | "refresh" | "requests" | "sources" | "busiest" | "idlest"} */ name) => median(measured.map((round) => round[name]));
      const [bare, today, refresh, requests, sources, busiest, idlest] = [of("bare"), of("today"), of("refresh"), of("requests"), of("sources"), of("busiest"), of("idlest")];
      return [
        { what: "today's cost from a cold start", unit: "ms", measured: today, reach: 1.3 * bare, reachedBy: "1.3 × a bare fetch", beside: { "bare fetch": bare } },
        { what: "refresh of a synced year", unit: "ms", measured: refresh, reach: 1.5 * bare, reachedBy: "1.5 × a round trip", beside: { "bare fetch": bare, [`latency of the server`]: LATENCY_MS } },
        { what: "requests of that refresh", unit: "", measured: requests, reach: sources, reachedBy: "one for each source in use", beside: { "sources in use": sources } },
        { what: "longest block of the host during a cold year", unit: "ms", measured: busiest, reach: idlest + 20, reachedBy: "20 ms over idle", beside: { idle: idlest } },
      ];
    });
  } finally {
    await server.end();
  }
}

/** @param {import("./yearProcess.mjs").YearServer} server */
async function bareFetch({ url, key, now }) {
  await (await fetch(`${url}/organization/costs?start_time=${now - 86_400}`, { headers: { authorization: `Bearer ${key}` } })).text();
}

/** @param {() => Promise<void>} run */
async function timed(run) {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

/**
 * From the moment the account is known until today's cost is.
 * @param {import("./yearProcess.mjs").YearServer} server
 * @param {string} file
 */
async function todayFromCold(server, file) {
  const parts = openParts(file);
  const model = openModel(parts, server);
  const time = await timed(
    () =>
      new Promise((resolve) => {
        const listening = model.onDidChange(() => {
          if (glanceOf(model).today.kind !== "amount") return;
          listening.dispose();
          resolve();
        });
        model.setAccount(accountOf(server));
      }),
  );
  await model.refresh();
  model.dispose();
  await parts.close();
  return time;
}

/**
 * A whole year, and a refresh after it.
 * @param {import("./yearProcess.mjs").YearServer} server
 * @param {string} file
 */
async function year(server, file) {
  const idlest = await longestBlock(() => delay(1_500));
  const parts = openParts(file);
  const model = openModel(parts, server);
  const busiest = await longestBlock(async () => {
    model.setAccount(accountOf(server));
    await model.refresh();
    await model.yearFill?.run();
  });
  const { session } = model;
  assert.ok(session);
  const sources = allSources.filter((source) => inUse(session, source)).length;
  await server.counts();
  const refresh = await timed(() => model.refresh());
  const { requests } = await server.counts();
  model.dispose();
  await parts.close();
  return { idlest, busiest, sources, refresh, requests };
}

/** The longest time (milliseconds) for which this thread did not come back to its event loop. @param {() => Promise<unknown>} run */
async function longestBlock(run) {
  const delays = monitorEventLoopDelay({ resolution: 5 });
  delays.enable();
  await run();
  delays.disable();
  return delays.max / 1e6;
}
