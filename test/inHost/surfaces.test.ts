import assert from "node:assert/strict";
import { test } from "node:test";
import * as vscode from "vscode";
import { atRest, connect, eventually } from "./support.ts";

function dashboards(): readonly vscode.Tab[] {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.filter((tab) => tab.input instanceof vscode.TabInputWebview && tab.input.viewType.endsWith("openaiSpend.dashboard"));
}

test("the dashboard opens once, however often it is asked for", { timeout: 60_000 }, async () => {
  await vscode.commands.executeCommand("openaiSpend.openDashboard");
  await vscode.commands.executeCommand("openaiSpend.openDashboard");
  await eventually("its tab is there", () => {
    assert.equal(dashboards().length, 1);
  });
  await vscode.window.tabGroups.close([...dashboards()]);
});

test("the sample organization sends nothing anywhere", { timeout: 60_000 }, async () => {
  const { server, end } = await connect();
  try {
    await eventually("the key's own numbers were asked for", () => {
      assert.ok(server.requests.length > 12);
    });
    await vscode.commands.executeCommand("openaiSpend.useSampleOrganization");
    // What was on the wire when the account changed is cancelled, but still arrives.
    const before = await atRest(() => server.requests.length);
    await vscode.commands.executeCommand("openaiSpend.refresh");
    await vscode.commands.executeCommand("openaiSpend.openDashboard");
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    assert.equal(server.requests.length, before);
    await vscode.window.tabGroups.close([...dashboards()]);
    await vscode.commands.executeCommand("openaiSpend.leaveSampleOrganization");
    await eventually("the key's own numbers are asked for again", () => {
      assert.ok(server.requests.length > before);
    });
  } finally {
    await vscode.commands.executeCommand("openaiSpend.leaveSampleOrganization");
    await end();
  }
});

test("Copy Query as cURL names the key by its variable, and the server answers it", { timeout: 60_000 }, async () => {
  const { server, end } = await connect();
  try {
    await eventually("the server was asked", () => {
      assert.ok(server.requests.length > 0);
    });
    await vscode.commands.executeCommand("openaiSpend.copyAsCurl");
    const text = await vscode.env.clipboard.readText();
    assert.match(text, /^curl '/);
    assert.match(text, /Authorization: Bearer \$OPENAI_ADMIN_KEY/);
    assert.ok(!text.includes(server.adminKey));
    const url = /'([^']+)'/.exec(text)?.[1] ?? "";
    const answer = await fetch(url, { headers: { Authorization: `Bearer ${server.adminKey}` } });
    assert.equal(answer.status, 200);
  } finally {
    await end();
  }
});

test("what is chosen for a row that was repainted meanwhile does nothing, rather than something else", { timeout: 60_000 }, async () => {
  await vscode.env.clipboard.writeText("as it was");
  for (const command of ["copyValue", "copyId", "copyAsCurl", "bindProject"]) {
    await vscode.commands.executeCommand(`openaiSpend.${command}`, undefined);
    assert.equal(await vscode.env.clipboard.readText(), "as it was", command);
  }
});
