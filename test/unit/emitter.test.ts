import assert from "node:assert/strict";
import { test } from "node:test";
import { Emitter } from "../../src/domain/emitter.ts";

test("every listener hears, also when one throws, and the error is told", () => {
  const errors: unknown[] = [];
  const emitter = new Emitter<number>((error) => errors.push(error));
  const heard: string[] = [];
  emitter.on((value) => heard.push(`a${String(value)}`));
  emitter.on(() => {
    throw new Error("broken");
  });
  emitter.on((value) => heard.push(`b${String(value)}`));
  emitter.fire(1);
  assert.deepEqual(heard, ["a1", "b1"]);
  assert.equal(errors.length, 1);
});

test("one function may listen twice and leave once; leaving twice is leaving once", () => {
  const emitter = new Emitter<number>(() => undefined);
  let heard = 0;
  const listener = (): void => {
    heard += 1;
  };
  const first = emitter.on(listener);
  emitter.on(listener);
  emitter.fire(1);
  first.dispose();
  first.dispose();
  emitter.fire(2);
  assert.equal(heard, 3);
});

test("a listener that leaves, or comes, while it is being told does not disturb the round", () => {
  const emitter = new Emitter<number>(() => undefined);
  const heard: string[] = [];
  const first = emitter.on(() => {
    heard.push("first");
    first.dispose();
    emitter.on(() => heard.push("late"));
  });
  emitter.on(() => heard.push("second"));
  emitter.fire(1);
  assert.deepEqual(heard, ["first", "second"]);
  emitter.fire(2);
  assert.deepEqual(heard, ["first", "second", "second", "late"]);
});
