import assert from "node:assert/strict";
import { inspect } from "node:util";
import { test } from "node:test";
import { errorFromResponse } from "../../src/api/apiError.ts";
import { projectKey } from "../server/keys.ts";
import { FakeClock } from "./support/fakeClock.ts";
import { refusal } from "./support/refusal.ts";
import { scriptedKey as key, ScriptedTransport, scriptedNow, scriptedSender } from "./support/scripted.ts";
import { withClient } from "./support/wiring.ts";

/** What an error says: never a key, and of scopes the name alone. */

const statuses = [400, 401, 403, 404, 408, 409, 418, 429, 500, 503];

test("a key that the server repeats stands in no error, whatever surrounds it", async () => {
  const says = [
    `Incorrect API key provided: ${key}. You can find your API key elsewhere.`,
    `Authorization: Bearer ${key}`,
    `{"Authorization":"Bearer ${key}"}`,
    `key=${key}&x`,
    `Bearer%20${key}`,
    `_${key}_`,
    `(${key})`,
    `\n${key}\n`,
    `${key}${key}`,
    `${key.slice(0, 12)}*******************${key.slice(-4)}`,
    projectKey,
    `api${projectKey}`,
  ];
  for (const status of statuses) {
    for (const message of says) {
      const body = JSON.stringify({ error: { message, type: message, param: message, code: message } });
      const transport = new ScriptedTransport({ status, body });
      const error = await refusal(scriptedSender(transport, { clock: new FakeClock(scriptedNow) }).send("organization/costs", [], new AbortController().signal));
      const all = error.message + JSON.stringify(error.detail) + inspect(error);
      for (const part of [key, key.slice(0, 16), key.slice(-8), projectKey.slice(0, 20)]) assert.ok(!all.includes(part), `${message}: ${all}`);
    }
  }
});

test("a rejected key is not repeated by the real path either", async () => {
  await withClient({ key: "sk-admin-unknown0123456789unknown" }, async ({ client, server, log, signal }) => {
    const error = await refusal(client.page("costs", { start_time: 1_790_000_000 }, signal), "keyRejected");
    assert.equal(server.requests.length, 1);
    assert.ok(!(error.message + JSON.stringify(error.detail) + log.join()).includes("unknown"));
    assert.match(error.message, /127\.0\.0\.1/, "names who rejected it");
  });
});

test("only the scope is named, although the API goes on to explain", () => {
  const cases: readonly (readonly [said: string, scope: string])[] = [
    ["You have insufficient permissions for this operation. Missing scopes: api.usage.read.", "api.usage.read"],
    ["You have insufficient permissions for this operation. Missing scopes: api.usage.read. Check that you have the correct role in your organization (Reader, Writer, Owner) and project (Member, Owner), and if you're using a restricted API key, that it has the necessary scopes.", "api.usage.read"],
    ["Missing scopes: api.management.read, api.usage.read. Check your role.", "api.management.read, api.usage.read"],
    ["Missing scope: api.management.read", "api.management.read"],
  ];
  for (const status of [401, 403]) {
    for (const [message, scope] of cases) {
      const error = errorFromResponse(status, JSON.stringify({ error: { message } }), "api.openai.com", null);
      assert.deepEqual([error.kind, error.detail.scope], ["scopeMissing", scope]);
      assert.equal(error.message, `The key lacks the scope ${scope}.`);
    }
  }
});

test("a web page is not the API, whatever its status says of the key", () => {
  const page = "<!DOCTYPE html><html><body>Access denied by the gateway</body></html>";
  for (const status of [400, 401, 403, 404, 407]) {
    assert.equal(errorFromResponse(status, page, "api.openai.com", null).kind, "notTheApi", String(status));
  }
});

test("hostile words of a server are one plain line", () => {
  const message = `<b>x</b>\n[a](command:x)\u202e${"y".repeat(10_000)}`;
  for (const status of [400, 403, 500]) {
    const error = errorFromResponse(status, JSON.stringify({ error: { message } }), "api.openai.com", null);
    assert.ok(error.message.length < 500 && !/[\n\u202e]/u.test(error.message));
  }
});
