import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { SpendErrorKind } from "../../src/domain/errors.ts";
import { toText } from "../../src/domain/decimal.ts";
import { pageState } from "../../src/model/dashboard.ts";
import { localTime } from "../../src/model/statusText.ts";
import { todayText } from "../../src/model/todayText.ts";
import { todayTooltip } from "../../src/model/todayTooltip.ts";
import { endpointLine } from "../../src/model/treeData.ts";
import { defaultView } from "../../src/domain/viewQuery.ts";
import { markdownText } from "../../src/domain/plainText.ts";
import type { Behaviour } from "../server/behaviours.ts";
import { partsOf } from "../server/bodies.ts";
import { exactGlance } from "./modelSupport/figureWords.ts";
import { cable, impatientFetch } from "./modelSupport/hostFetches.ts";
import { withModel, type Stand, type StandOptions } from "./modelSupport/modelOnServer.ts";

/** Everything a server, or what stands in between, may do after it has done well. */
const troubles: readonly (readonly [what: string, behaviour: Behaviour, kind: SpendErrorKind, reason: RegExp])[] = [
  ["429 without a Retry-After", { does: "status", status: 429 }, "rateLimited", /limits the rate/],
  ["429 that asks for more patience than there is", { does: "status", status: 429, retryAfter: 3_600 }, "rateLimited", /429/],
  ["500", { does: "status", status: 500 }, "serverFailed", /500/],
  ["503", { does: "status", status: 503 }, "serverFailed", /503/],
  ["408", { does: "status", status: 408 }, "serverFailed", /408/],
  ["409", { does: "status", status: 409 }, "serverFailed", /409/],
  ["a connection reset before the headers", { does: "reset", at: "headers" }, "offline", /No connection/],
  ["a connection reset in the body", { does: "reset", at: "body" }, "offline", /No connection/],
  ["HTML with status 200", { does: "html", status: 200 }, "notTheApi", /web page instead of data/],
  ["HTML with status 404", { does: "html", status: 404 }, "notTheApi", /404/],
  ["JSON cut in half, honest about its length", { does: "truncated", contentLength: "honest" }, "untrusted", /cut off or broken/],
  ["JSON cut in half, lying about its length", { does: "truncated", contentLength: "lying" }, "offline", /No connection/],
  ["JSON cut in half, of unknown length", { does: "truncated", contentLength: "none" }, "untrusted", /cut off or broken/],
  ["an empty answer", { does: "text", body: "", contentType: "application/json" }, "untrusted", /cut off or broken/],
  ["JSON that is no object", { does: "text", body: "null", contentType: "application/json" }, "untrusted", /is no object/],
  ["a page of another kind", { does: "wrongObject", of: "page" }, "untrusted", /object is/],
  ["a bucket of another kind", { does: "wrongObject", of: "bucket" }, "untrusted", /data\[0\]\.object/],
  ["a row of another kind", { does: "wrongObject", of: "row" }, "untrusted", /results\[0\]\.object/],
  ["a page without has_more", { does: "missingField", of: "page", field: "has_more" }, "untrusted", /has_more/],
  ["buckets without results", { does: "missingField", of: "bucket", field: "results" }, "untrusted", /results is no list/],
  ["more to come, and no cursor", { does: "noCursor" }, "untrusted", /next_page is missing/],
  ["the same cursor again", { does: "repeatedCursor" }, "untrusted", /comes again/],
  ["cursors that lead in a circle", { does: "cursorLoop" }, "untrusted", /comes again/],
  ["pages without end", { does: "endlessPages" }, "untrusted", /comes again/],
  ["an amount that is not a number", { does: "amount", json: '"NaN"' }, "untrusted", /amount\.value is no number/],
  ["an amount without end", { does: "amount", json: '"Infinity"' }, "untrusted", /amount\.value is no number/],
  ["an amount too large to be true", { does: "amount", json: "1e300" }, "untrusted", /too large to be true/],
  ["buckets out of order", { does: "wrongOrder" }, "untrusted", /out of order/],
  ["a bucket that comes twice", { does: "repeatedBucket" }, "untrusted", /comes again/],
  ["a bucket left out", { does: "edit", edit: (body) => ({ ...body, data: partsOf(body, "bucket").toSpliced(-2, 1) }) }, "untrusted", /leaves one out before it, or is out of order/],
  ["the last bucket, with its rows, gone", { does: "withoutLastBucket" }, "untrusted", /left out 2026-11-22, of which it has reported before/],
  ["a redirect elsewhere", { does: "redirect", to: "https://evil.example/v1" }, "redirected", /redirects to evil\.example/],
];

describe("after a good refresh", { concurrency: 4 }, () => {
  for (const [what, behaviour, kind, reason] of troubles) {
    test(`${what}: the last good number stays, stale, with its time and the reason, until it recovers`, async () => {
      await withModel({}, async (stand) => {
        await stand.start();
        const before = goodNumbers(stand);
        stand.clock.advance(10 * 60_000);
        const trouble = stand.server.behave(behaviour, { endpoint: "costs" });
        await stand.model.refresh();
        assertStale(stand, before, kind, reason);
        trouble.remove();
        await untilAskedAgain(stand, behaviour);
        await assertRecovered(stand);
      });
    });
  }
});

/** A server that wants to be left alone is: nothing is asked of it before its time, not even by a person. */
async function untilAskedAgain({ clock, model, server }: Stand, behaviour: Behaviour): Promise<void> {
  if (behaviour.does !== "status" || typeof behaviour.retryAfter !== "number" || behaviour.retryAfter < 60) return;
  clock.advance(60_000);
  const asked = server.requests.length;
  await model.refresh();
  assert.equal(server.requests.length, asked);
  clock.advance(behaviour.retryAfter * 1000);
}

test("offline after a good refresh: the last good number stays, and is right again once the network is back", async () => {
  const network = cable();
  await withModel({ fetch: network.fetch }, async (stand) => {
    await stand.start();
    const before = goodNumbers(stand);
    stand.clock.advance(10 * 60_000);
    network.plugged = false;
    await stand.model.refresh();
    assertStale(stand, before, "offline", /No connection to 127\.0\.0\.1:\d+ \(ECONNREFUSED\)/);
    network.plugged = true;
    await assertRecovered(stand);
  });
});

// The HTTP client looks at its clock once a second, so these two wait side by side.
describe("a server that stops in the middle", { concurrency: true }, () => {
  for (const at of ["headers", "body"] as const) {
    test(`a server that stops at its ${at}: the last good number stays, and the reason is that it did not answer in time`, async () => {
      await withModel({ fetch: impatientFetch(150), settings: { range: 1 } } satisfies StandOptions, async (stand) => {
        await stand.start();
        const before = goodNumbers(stand);
        stand.clock.advance(10 * 60_000);
        const trouble = stand.server.behave({ does: "hang", at }, { endpoint: "costs" });
        await stand.model.refresh();
        assertStale(stand, before, "timeout", /did not answer in time/);
        trouble.remove();
        await assertRecovered(stand);
      });
    });
  }
});

test("a slow answer is waited for", async () => {
  await withModel({}, async ({ server, start, model, today }) => {
    server.behave({ does: "slow", beforeHeadersMs: 120, midBodyMs: 120 }, { endpoint: "costs", times: 1 });
    await start();
    assert.equal(todayText(model).text, `$(graph) ${today()}`);
  });
});

test("two failures in a row are mended by the third try, and nothing is said", async () => {
  await withModel({}, async ({ server, start, model, today }) => {
    const trouble = server.behave({ does: "status", status: 503 }, { endpoint: "costs", times: 2 });
    await start();
    assert.equal(trouble.applied, 2);
    assert.equal(todayText(model).text, `$(graph) ${today()}`);
    assert.equal(exactGlance(model).error, undefined);
  });
});

test("the first refresh fails: an error and no number, then the number", async () => {
  await withModel({}, async ({ server, start, model, today }) => {
    const trouble = server.behave({ does: "status", status: 500 });
    await start();
    const { text, label, level } = todayText(model);
    assert.equal(text, "$(error) OpenAI Spend");
    assert.match(label, /today's cost is not known: .*500/);
    assert.equal(level, "under");
    assert.match(todayTooltip(model, undefined), /\| \[Today \(UTC\)\]\([^)]+\) \| not known \|/);
    assert.match(todayTooltip(model, undefined), /⚠ .*500/);
    trouble.remove();
    await model.refresh();
    assert.equal(todayText(model).text, `$(graph) ${today()}`);
  });
});

interface Good {
  readonly today: string;
  readonly month: string;
  readonly text: string;
  readonly range: string;
  readonly at: number;
}

function goodNumbers({ model, costs, today }: Stand): Good {
  const glance = exactGlance(model);
  assert.equal(glance.today, costs(0, 1));
  assert.equal(glance.error, undefined);
  const total = endpointLine(model, "costs").total;
  return { today: glance.today, month: glance.month, text: today(), range: total ? toText(total) : "", at: model.now() };
}

function assertStale({ model, costs }: Stand, before: Good, kind: SpendErrorKind, reason: RegExp): void {
  assert.notEqual(costs(0, 1), before.today, "the server has moved on, or the test proves nothing");
  const glance = exactGlance(model);
  assert.equal(glance.today, before.today);
  assert.equal(glance.month, before.month);
  assert.equal(glance.error?.kind, kind);
  assert.match(glance.error.message, reason);
  const at = localTime(before.at, model.now());
  const { text, label } = todayText(model);
  assert.equal(text, `$(warning) ${before.text} (${at})`);
  assert.ok(label.includes(`not up to date: ${glance.error.message} The numbers are from ${at}.`), label);
  assert.ok(todayTooltip(model, undefined).includes(`⚠ ${markdownText(`${glance.error.message} The numbers are from ${at}.`, 400)}`));
  const line = endpointLine(model, "costs");
  assert.equal(line.error?.kind, kind);
  assert.equal(line.total && toText(line.total), before.range);
  const { status } = pageState(model, defaultView);
  assert.equal(status.problem?.text, glance.error.message);
  assert.equal(status.asOf, before.at);
}

async function assertRecovered({ model, costs, today, clock }: Stand): Promise<void> {
  clock.advance(6 * 60_000); // by then a 429 is forgiven, and the refresh takes no time of its own
  await model.refresh();
  const glance = exactGlance(model);
  assert.equal(glance.error, undefined);
  assert.equal(glance.today, costs(0, 1));
  assert.equal(todayText(model).text, `$(graph) ${today()}`);
  assert.equal(endpointLine(model, "costs").error, undefined);
  assert.equal(pageState(model, defaultView).status.problem, null);
}
