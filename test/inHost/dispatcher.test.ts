import assert from "node:assert/strict";
import { createRequire } from "node:module";
import path from "node:path";
import { test } from "node:test";
import { extension } from "./support.ts";

/** Where undici keeps what every extension of the host shares. */
function dispatchers(): readonly (readonly [string, unknown])[] {
  return Object.getOwnPropertySymbols(globalThis)
    .filter((symbol) => symbol.description?.startsWith("undici.globalDispatcher") === true)
    .map((symbol) => [String(symbol), (globalThis as Record<symbol, unknown>)[symbol]]);
}

test("loading the extension leaves the host's global dispatcher as it was", () => {
  const file = path.join(extension().extensionPath, "dist", "extension.js");
  const load = createRequire(__filename);
  const before = dispatchers();
  Reflect.deleteProperty(load.cache, load.resolve(file)); // a second, fresh load of what is active already
  load(file);
  assert.deepEqual(dispatchers().map(([name]) => name), before.map(([name]) => name));
  dispatchers().forEach(([name, value], index) => {
    assert.equal(value, before[index]?.[1], name);
  });
});
