import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ESLint } from "eslint";
import { checkout } from "../harness/checkout.ts";

/** What each wall stops, and what it lets through. */
const CASES: readonly { readonly file: string; readonly stopped: readonly string[]; readonly free: readonly string[] }[] = [
  {
    file: "src/domain/money.ts",
    stopped: ["../shared/protocol.ts", "../api/clock.ts", "../../webview/main.ts", "vscode", "valibot", "node:fs", "undici"],
    free: ["./buckets.ts"],
  },
  {
    file: "src/shared/protocol.ts",
    stopped: ["../api/clock.ts", "../model/usageModel.ts", "../../webview/main.ts", "vscode", "node:fs"],
    free: ["../domain/money.ts", "./checkMessage.ts"],
  },
  {
    file: "src/api/usageClient.ts",
    stopped: ["../history/historyStore.ts", "../shared/protocol.ts", "../sample/sampleTransport.ts", "../host/todayItem.ts", "vscode", "undici"],
    free: ["../domain/money.ts", "undici/lib/dispatcher/agent.js"],
  },
  {
    file: "src/history/historyStore.ts",
    stopped: ["../api/usageClient.ts", "../model/usageModel.ts", "../shared/protocol.ts", "vscode", "undici/lib/dispatcher/agent.js"],
    free: ["../domain/segment.ts", "node:sqlite"],
  },
  {
    file: "src/sample/sampleTransport.ts",
    stopped: ["../model/usageModel.ts", "../history/historyStore.ts", "vscode", "node:http", "undici/lib/dispatcher/agent.js"],
    free: ["../domain/money.ts", "../api/transport.ts"],
  },
  {
    file: "src/model/usageModel.ts",
    stopped: ["../host/todayItem.ts", "../extension.ts", "../../webview/main.ts", "vscode", "undici/lib/dispatcher/agent.js"],
    free: ["../domain/money.ts", "../shared/protocol.ts", "../api/usageClient.ts", "../history/historyStore.ts", "../sample/sampleTransport.ts"],
  },
  {
    file: "src/host/todayItem.ts",
    stopped: ["../extension.ts", "../../webview/main.ts", "undici/lib/dispatcher/agent.js", "chart.js"],
    free: ["vscode", "../model/usageModel.ts", "../domain/money.ts", "node:crypto", "./commands/refresh.ts"],
  },
  { file: "src/main.ts", stopped: ["../webview/main.ts", "undici/lib/dispatcher/agent.js"], free: ["vscode", "./host/todayItem.ts"] },
  { file: "src/extension.ts", stopped: ["./host/todayItem.ts", "./model/usageModel.ts"], free: ["vscode", "./main.ts"] },
  {
    file: "webview/view/table.ts",
    stopped: ["../../src/model/usageModel.ts", "../../src/host/todayItem.ts", "@vscode/webview-ui-toolkit", "vscode", "node:fs", "valibot"],
    free: ["../../src/domain/money.ts", "../../src/shared/protocol.ts", "chart.js", "lit-html", "lit-html/directives/repeat.js", "../toolkit.ts"],
  },
  { file: "webview/toolkitLibrary.ts", stopped: ["vscode", "chart.js", "lit-html"], free: ["@vscode/webview-ui-toolkit"] },
];

const RULE = "project/import-walls";

/** Untyped, so that it can lint files that do not exist. */
const eslint = new ESLint({
  cwd: checkout,
  overrideConfig: { files: ["**/*.ts"], languageOptions: { parserOptions: { projectService: false } } },
  ruleFilter: ({ ruleId }) => ruleId === RULE,
});

async function problems(file: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: file });
  return (result?.messages ?? []).map((message) => message.message);
}

describe("import walls", () => {
  for (const { file, stopped, free } of CASES) {
    test(`${file} is stopped where it must be, and only there`, async () => {
      for (const specifier of stopped) {
        assert.notDeepEqual(await problems(file, `import { x } from "${specifier}"; export const y = x;`), [], specifier);
      }
      for (const specifier of free) {
        assert.deepEqual(await problems(file, `import { x } from "${specifier}"; export const y = x;`), [], specifier);
      }
    });
  }

  test("every form of import is seen", async () => {
    const forms = [
      'import "vscode";',
      'import type { Uri } from "vscode"; export type U = Uri;',
      'export { Uri } from "vscode";',
      'export * from "vscode";',
      'export const load = () => import("vscode");',
      'export type U = import("vscode").Uri;',
      'export const v: unknown = require("vscode");',
    ];
    for (const form of forms) assert.equal((await problems("src/domain/money.ts", form)).length, 1, form);
  });

  test("of undici's root only types may be imported, and only by the API client", async () => {
    const types = 'import type { Agent } from "undici"; export type A = Agent;';
    assert.deepEqual(await problems("src/api/undiciAgent.ts", types), []);
    assert.equal((await problems("src/model/usageModel.ts", types)).length, 1);
  });

  test("tests and scripts are outside the walls", async () => {
    assert.deepEqual(await problems("test/unit/money.test.ts", 'import { x } from "../../src/host/todayItem.ts"; export const y = x;'), []);
  });
});
