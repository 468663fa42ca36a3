import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import type { Memento } from "vscode";
import { Emitter } from "../../src/domain/emitter.ts";
import { AccountSource } from "../../src/host/accountSource.ts";
import { parseSettings, type Settings } from "../../src/model/settings.ts";

const settingsAt = (apiBaseUrl: string): Settings => parseSettings((name) => (name === "apiBaseUrl" ? apiBaseUrl : undefined));

/** An account source whose key, settings, focus and VS Code's answers are in the test's hand. */
function started() {
  const onError = (error: unknown): never => { throw error; };
  const settingsChange = new Emitter<Settings>(onError);
  const keyChange = new Emitter<undefined>(onError);
  const focus = new Emitter<{ readonly focused: boolean }>(onError);
  const kept = new Map<string, unknown>();
  const settings = { current: settingsAt("https://one.test/v1"), onDidChange: (listener: (value: Settings) => void) => settingsChange.on(listener) };
  const given = { key: "sk-admin-first" as string | undefined, locked: false };
  /** What happened, in order: `context key` was told to VS Code, `show key` to the model. */
  const done: string[] = [];
  const errors: string[] = [];
  const busy = new Promise<undefined>(() => undefined);
  const accounts = new AccountSource({
    settings,
    keys: {
      get: () => (given.locked ? Promise.reject(new Error("locked sk-admin-abcdefghijklmnopqrstuvwxyz")) : Promise.resolve(given.key)),
      fromEnvironment: () => undefined,
      onDidChange: (listener) => keyChange.on(listener),
    },
    state: { get: (name: string) => kept.get(name), update: (name, value) => Promise.resolve(void kept.set(name, value)) } as Pick<Memento, "get" | "update">,
    log: { info: () => undefined, warn: () => undefined, error: (line) => errors.push(line) },
    windowChanges: (listener) => focus.on(listener),
    executeCommand: (_setContext, name, value) => {
      assert.equal(name, "openaiSpend.account");
      done.push(`context ${value}`);
      return busy;
    },
    show: ({ kind }) => done.push(`show ${kind}`),
  });
  const use = (apiBaseUrl: string): void => {
    settings.current = settingsAt(apiBaseUrl);
    settingsChange.fire(settings.current);
  };
  const taken = async (): Promise<string[]> => {
    for (let turns = 0; turns < 5; turns += 1) await turn();
    return done.splice(0);
  };
  return { accounts, given, errors, use, taken, keyChanged: () => { keyChange.fire(undefined); }, focused: (is: boolean) => { focus.fire({ focused: is }); } };
}

test("while VS Code is too busy to answer, an account that was given up is left all the same, and its views are told which welcome to show first", async () => {
  const { accounts, use, taken } = started();
  void accounts.decide();
  assert.deepEqual(await taken(), ["context key", "show key"]);
  use("http://example.com/v1");
  assert.deepEqual(await taken(), ["context refused", "show refused"]);
});

test("an account is shown once, until its address or its key is another", async () => {
  const { accounts, given, use, taken, keyChanged, focused } = started();
  void accounts.decide();
  await taken();
  use("https://one.test/v1/");
  focused(true);
  keyChanged();
  assert.deepEqual(await taken(), [], "nothing is another");

  given.key = "sk-admin-second";
  focused(false);
  assert.deepEqual(await taken(), [], "a window that is left does not look");
  focused(true);
  assert.deepEqual(await taken(), ["context key", "show key"], "not every secret storage tells of a new key");
  use("https://two.test/v1");
  assert.deepEqual(await taken(), ["context key", "show key"]);
  given.key = undefined;
  keyChanged();
  assert.deepEqual(await taken(), ["context none", "show none"]);
});

test("the sample goes before everything else, for as long as it is explored", async () => {
  const { accounts, use, taken } = started();
  void accounts.exploreSample(true);
  assert.deepEqual(await taken(), ["context sample", "show sample"]);
  use("http://example.com/v1");
  assert.deepEqual(await taken(), []);
  void accounts.exploreSample(false);
  assert.deepEqual(await taken(), ["context refused", "show refused"]);
});

test("a secret storage that does not answer is said, without the key, and tried again with the next focus", async () => {
  const { accounts, given, errors, taken, focused } = started();
  given.locked = true;
  void accounts.decide();
  assert.deepEqual(await taken(), ["context unreadable", "show refused"]);
  assert.match(errors.join(), /could not be read: locked/);
  assert.doesNotMatch(errors.join(), /abcdefghij/);
  given.locked = false;
  focused(true);
  assert.deepEqual(await taken(), ["context key", "show key"]);
});
