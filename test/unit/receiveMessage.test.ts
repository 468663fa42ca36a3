import assert from "node:assert/strict";
import { test } from "node:test";
import { receiveMessage } from "../../src/model/receiveMessage.ts";
import type { Handlers, ToHost } from "../../src/shared/protocol.ts";

function stand(): { readonly handled: unknown[]; readonly warned: string[]; readonly receive: (value: unknown) => void } {
  const handled: unknown[] = [];
  const warned: string[] = [];
  const note = (type: keyof ToHost) => (body: unknown) => {
    handled.push([type, body]);
  };
  const handlers: Handlers<ToHost> = { ready: note("ready"), setView: note("setView"), refresh: note("refresh"), stillThere: note("stillThere"), saveExport: note("saveExport"), copyAsCurl: note("copyAsCurl"), saveView: note("saveView"), openView: note("openView"), deleteView: note("deleteView"), act: note("act") };
  const log = { info: () => undefined, warn: (line: string) => warned.push(line), error: () => undefined };
  return { handled, warned, receive: (value) => { receiveMessage(value, handlers, log); } };
}

test("a message of the table reaches its handler, and nothing is logged", () => {
  const { handled, warned, receive } = stand();
  receive({ type: "openView", body: { name: "Month" } });
  receive({ type: "refresh", body: null });
  assert.deepEqual(handled, [["openView", { name: "Month" }], ["refresh", null]]);
  assert.deepEqual(warned, []);
});

test("a message that is not in the table is dropped and logged, without the key it may hold", () => {
  const { handled, warned, receive } = stand();
  for (const value of [{ type: "runAnything", body: "x" }, { type: "act", body: "workbench.action.terminal.new" }, { type: "toString", body: null }, 7, null, { key: "sk-admin-0123456789abcdefghijklmnop" }]) receive(value);
  assert.deepEqual(handled, []);
  assert.equal(warned.length, 6);
  assert.ok(warned.every((line) => /not in the table/.test(line) && !line.includes("0123456789")), warned.join("\n"));
});
