import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { Emitter } from "../../src/domain/emitter.ts";
import { lookOnFocus } from "../../src/host/lookOnFocus.ts";

test("who turns to a window is shown what others brought, and what only this window looks at after that", async () => {
  const done: string[] = [];
  const focus = new Emitter<{ readonly focused: boolean }>((error) => { throw error; });
  const look = async (): Promise<void> => {
    await turn();
    done.push("looked");
  };
  const listening = lookOnFocus((listener) => focus.on(listener), { look }, { wake: () => void done.push("woken") });

  focus.fire({ focused: false });
  await turn();
  await turn();
  assert.deepEqual(done, [], "a window that is left has nobody to show anything to");

  focus.fire({ focused: true });
  await turn();
  await turn();
  assert.deepEqual(done, ["looked", "woken"]);

  listening.dispose();
  focus.fire({ focused: true });
  await turn();
  await turn();
  assert.deepEqual(done, ["looked", "woken"]);
});
