import assert from "node:assert/strict";
import { test } from "node:test";
import * as vscode from "vscode";
import { startLoopbackServer } from "../server/loopbackServer.ts";
import { connect, eventually, set } from "./support.ts";

test("a cold start asks for this month's total first, then for its rows, then for every endpoint and the names", { timeout: 60_000 }, async () => {
  const { server, end } = await connect();
  try {
    await eventually("everything was asked for", () => {
      const asked = new Set(server.requests.map((one) => one.endpoint));
      for (const endpoint of ["costs", "projects", "users", "usage/completions", "usage/vector_stores", "usage/decisions", "usage/web_search_calls"]) assert.ok(asked.has(endpoint), endpoint);
    });
    const first = server.requests.slice(0, 2).map(({ endpoint, query }) => [endpoint, query.getAll("group_by")]);
    assert.deepEqual(first, [["costs", []], ["costs", ["project_id", "line_item"]]]);
    assert.deepEqual([...new Set(server.requests.map((one) => one.method))], ["GET"]);
  } finally {
    await end();
  }
});

test("another apiBaseUrl never sees the key that was meant for the first", { timeout: 60_000 }, async () => {
  const { server, end } = await connect();
  const other = await startLoopbackServer();
  try {
    await eventually("the first was asked", () => {
      assert.ok(server.requests.length > 0);
    });
    await set("openaiSpend.apiBaseUrl", other.url);
    await vscode.commands.executeCommand("openaiSpend.refresh");
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    assert.equal(other.requests.length, 0);
  } finally {
    await end();
    await other.close();
  }
});

test("an address that cannot be used gets no request, and neither does any other", { timeout: 60_000 }, async () => {
  const { server, end } = await connect();
  try {
    await eventually("it was asked", () => {
      assert.ok(server.requests.length > 0);
    });
    await set("openaiSpend.apiBaseUrl", "http://example.com/v1");
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const before = server.requests.length;
    await vscode.commands.executeCommand("openaiSpend.refresh");
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    assert.equal(server.requests.length, before);
  } finally {
    await end();
  }
});
