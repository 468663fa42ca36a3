import assert from "node:assert/strict";
import { test } from "node:test";
import * as vscode from "vscode";
import { eventually, extension } from "./support.ts";

test("the extension starts by itself: the status bar must be there without a click", async () => {
  await eventually("it is active", () => {
    assert.ok(extension().isActive);
  });
});

test("every command of the manifest is registered", async () => {
  const manifest = extension().packageJSON as { contributes: { commands: readonly { command: string }[] } };
  const registered = new Set(await vscode.commands.getCommands(true));
  const missing = manifest.contributes.commands.filter(({ command }) => !registered.has(command));
  assert.ok(manifest.contributes.commands.length >= 10);
  assert.deepEqual(missing, []);
});

test("both views are there to be focused", async () => {
  const registered = new Set(await vscode.commands.getCommands(true));
  for (const view of ["openaiSpend.projects", "openaiSpend.endpoints"]) assert.ok(registered.has(`${view}.focus`), view);
});

test("the extension exports nothing that could carry a key", () => {
  assert.equal(extension().exports, undefined);
});
