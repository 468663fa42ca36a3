import assert from "node:assert/strict";
import { test } from "node:test";
import { parseBaseUrl } from "../../src/api/baseUrl.ts";
import { bodyOf } from "../../src/api/body.ts";
import { sessionOpener } from "../../src/host/sessions.ts";
import { FakeClock } from "./modelSupport/fakeClock.ts";
import { memoryPort } from "./modelSupport/memoryPort.ts";
import { KeptLog } from "./modelSupport/modelOnServer.ts";
import { refusal } from "./support/refusal.ts";

test("another key is not sent for the account of the one before, whose rows its answers would be taken for", async () => {
  const clock = new FakeClock();
  const log = new KeptLog();
  const sent: (string | undefined)[] = [];
  const transport = {
    get: ({ headers }: { readonly headers: Readonly<Record<string, string>> }) => {
      sent.push(headers["Authorization"]);
      return Promise.resolve({ status: 200, url: "", header: () => null, body: () => Promise.resolve(bodyOf("{}")) });
    },
  };
  let key = "sk-admin-one-0123456789abcdef";
  const session = sessionOpener(transport, memoryPort(clock), clock, log)({ kind: "key", baseUrl: parseBaseUrl("https://api.openai.com/v1"), key: () => Promise.resolve(key), from: "stored" }, () => undefined);
  assert.ok(session);
  await session.history.open();
  const { signal } = new AbortController();
  const ask = (): Promise<unknown> => session.client.page("costs", { start_time: 0 }, signal);
  await refusal(ask(), "untrusted"); // no page, and sent all the same
  key = "sk-admin-two-0123456789abcdef";
  assert.match((await refusal(ask(), "noKey")).message, /was replaced/);
  key = "sk-admin-one-0123456789abcdef";
  await refusal(ask(), "untrusted");
  assert.deepEqual(sent, ["Bearer sk-admin-one-0123456789abcdef", "Bearer sk-admin-one-0123456789abcdef"]);
  session.history.close();
});
