import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import Agent from "undici/lib/dispatcher/agent.js";
import type { HostFetch } from "../../src/api/fetchTransport.ts";
import type { UsageWindow } from "../../src/api/usageClient.ts";
import type { DayRange } from "../../src/domain/buckets.ts";
import { Dictionary } from "../../src/domain/dictionary.ts";
import type { Behaviour } from "../server/behaviours.ts";
import { DeepSleepClock } from "./support/fakeClock.ts";
import { costText } from "./support/figures.ts";
import { refusal } from "./support/refusal.ts";
import { readWindow } from "./support/readWindow.ts";
import { nowMilliseconds, nowSeconds, todayNumber, withClient, type Wiring } from "./support/wiring.ts";

/** Trouble on real connections, and that the number after it is the number without it. */

const week: DayRange = { from: todayNumber - 7, to: todayNumber };
const costs: UsageWindow = { source: "costs", view: ["project_id", "line_item"], width: "1d", days: week };
const get = ({ client }: Wiring, signal: AbortSignal): ReturnType<typeof readWindow> => readWindow(client, costs, new Dictionary(), nowSeconds, signal);

/** The transport's own dispatcher waits twenty seconds; the same errors come sooner from one that does not. */
async function withImpatience(body: (fetch: HostFetch) => Promise<void>): Promise<void> {
  const agent = new Agent({ headersTimeout: 150, bodyTimeout: 150 });
  try {
    await body((url, init) => fetch(url, { ...init, dispatcher: agent } as RequestInit));
  } finally {
    await agent.destroy();
  }
}

const mended: readonly (readonly [name: string, does: Behaviour])[] = [
  ...[408, 409, 429, 500, 502, 503, 504].map((status) => [`status ${status}`, { does: "status", status }] as const),
  ["429 with Retry-After", { does: "status", status: 429, retryAfter: 5 }],
  ["429 with Retry-After as a date", { does: "status", status: 429, retryAfter: new Date(nowMilliseconds + 5_000).toUTCString() }],
  ["a reset before the headers", { does: "reset", at: "headers" }],
  ["a reset inside the body", { does: "reset", at: "body" }],
  ["an end before the promised length", { does: "truncated", contentLength: "lying" }],
];

for (const [name, does] of mended) {
  test(`${name}: mended by the next try, given up after four`, async () => {
    await withClient({}, async (wiring) => {
      const { server, clock, signal } = wiring;
      const right = costText((await get(wiring, signal)).segments, week);
      assert.notEqual(right, undefined);
      const twice = server.behave(does, { times: 2 });
      assert.equal(costText((await get(wiring, signal)).segments, week), right);
      assert.deepEqual([twice.applied, server.requests.length, clock.sleeps.length], [2, 4, 2]);
      if (name.includes("Retry-After")) assert.deepEqual(clock.sleeps[0], 5_000);
      server.behave(does);
      await refusal(get(wiring, signal));
      assert.equal(server.requests.length, 8);
    });
  });
}

test("headers that do not come and a body that stops are timeouts, and tried again", async () => {
  // Side by side: undici looks at its clock about once a second. That four are the end is the sender's own test.
  await withImpatience(async (fetch) => {
    const hang = (at: "headers" | "body"): Promise<void> =>
      withClient({ fetch }, async (wiring) => {
        wiring.server.behave({ does: "hang", at }, { times: 1 });
        assert.notEqual(costText((await get(wiring, wiring.signal)).segments, week), undefined);
        assert.equal(wiring.server.requests.length, 2);
        assert.match(wiring.log[0] ?? "", /did not answer in time/);
      });
    await Promise.all([hang("headers"), hang("body")]);
  });
});

test("nobody there is no connection, after four tries", async () => {
  await withClient({}, async (wiring) => {
    await wiring.server.close();
    const error = await refusal(get(wiring, wiring.signal), "offline");
    assert.match(error.message, /ECONNREFUSED/);
    assert.equal(wiring.clock.sleeps.length, 3);
  });
});

test("cancelling ends the request, the body, the wait and the way from page to page", async () => {
  for (const does of [{ does: "hang", at: "headers" }, { does: "hang", at: "body" }] as const) {
    await withClient({}, async (wiring) => {
      wiring.server.behave(does);
      const stop = new AbortController();
      setTimeout(() => stop.abort(), 60);
      await refusal(get(wiring, stop.signal), "cancelled");
      assert.equal(wiring.server.requests.length, 1);
    });
  }
  const clock = new DeepSleepClock(nowMilliseconds);
  await withClient({ clock }, async (wiring) => {
    wiring.server.behave({ does: "status", status: 429, retryAfter: 30 });
    const stop = new AbortController();
    void clock.asleep.then(() => stop.abort());
    await refusal(get(wiring, stop.signal), "cancelled");
  });
  await withClient({}, async ({ client, server }) => {
    const stop = new AbortController();
    const reading = async (): Promise<void> => {
      for await (const page of client.pages("costs", { start_time: week.from * 86_400, limit: 2 }, stop.signal)) if (page.next !== null) stop.abort();
    };
    await refusal(reading(), "cancelled");
    assert.equal(server.requests.length, 1);
  });
});

test("a redirect is an answer: followed to no place, and the key is sent to none", async () => {
  const seen: string[] = [];
  const elsewhere = createServer((request, response) => {
    seen.push(request.headers.authorization ?? "none");
    response.end("{}");
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
  const { port } = elsewhere.address() as AddressInfo;
  try {
    for (const status of [301, 302, 303, 307, 308] as const) {
      for (const to of [`http://127.0.0.1:${port}/v1/organization/costs`, `http://localhost:${port}/`, "/v1/organization/users", "//elsewhere.example/x"]) {
        await withClient({}, async (wiring) => {
          wiring.server.behave({ does: "redirect", to, status });
          const error = await refusal(get(wiring, wiring.signal), "redirected");
          assert.deepEqual([wiring.server.requests.length, error.detail.status], [1, status]);
          if (to.startsWith("http")) assert.ok(error.message.includes(new URL(to).host), error.message);
        });
      }
    }
    assert.deepEqual(seen, []);
  } finally {
    elsewhere.close();
  }
});

test("a server that limits the rate is waited for until it answers", async () => {
  await withClient({}, async (wiring) => {
    wiring.server.behave({ does: "status", status: 429, retryAfter: 2 }, { times: 3 });
    assert.equal((await get(wiring, wiring.signal)).segments.length, 7);
    assert.deepEqual(wiring.clock.sleeps, [2_000, 2_000, 2_000]);
  });
  await withClient({}, async (wiring) => {
    wiring.server.behave({ does: "status", status: 429, retryAfter: 3600 });
    await refusal(get(wiring, wiring.signal), "rateLimited");
    assert.deepEqual([wiring.server.requests.length, wiring.clock.sleeps], [1, []]);
  });
});
