import assert from "node:assert/strict";
import { test } from "node:test";
import { History } from "../../src/model/history.ts";
import type { LocalPort } from "../../src/worker/localPort.ts";
import { FakeClock } from "./modelSupport/fakeClock.ts";
import { memoryPort } from "./modelSupport/memoryPort.ts";
import { KeptLog } from "./modelSupport/modelOnServer.ts";

/** An account that is closed stays closed: its thread would keep it for as long as the window lives. */

/** Calls by name, as they leave for the thread. */
function callsOf(port: LocalPort): string[] {
  const names: string[] = [];
  const call = port.call.bind(port);
  port.call = (name, ask) => {
    names.push(name);
    return call(name, ask);
  };
  return names;
}

test("an account that is closed while its key is read is not opened", async () => {
  const port = memoryPort(new FakeClock());
  const calls = callsOf(port);
  const log = new KeptLog();
  let read = (_key: string): void => undefined;
  const key = new Promise<string>((resolve) => (read = resolve));
  const history = new History(port, { origin: "https://api.example.com", fingerprint: () => key }, log, () => undefined);
  const opened = history.open();
  history.setFact("stopped", "true");
  history.close();
  read("key");
  await opened;
  await assert.rejects(history.lease("refresh", 0), { kind: "cancelled" });
  assert.deepEqual(calls, ["close"]);
  assert.deepEqual(log.lines, [], "whoever closed it knows");
  await port.close();
});

test("an account that is closed is not opened by who was still at work for it", async () => {
  const port = memoryPort(new FakeClock());
  const calls = callsOf(port);
  const history = new History(port, { origin: "https://api.example.com", fingerprint: () => Promise.resolve("key") }, new KeptLog(), () => undefined);
  const sink = history.window();
  history.close();
  sink.drop();
  await assert.rejects(history.describe(), { kind: "cancelled" });
  assert.deepEqual(calls, ["close"]);
  await port.close();
});
