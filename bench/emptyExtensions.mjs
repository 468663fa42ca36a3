import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { createVSIX } from "@vscode/vsce";
import { EMPTY_PANEL_MARK } from "./openPanel.mjs";

/** What stands beside the product in a host: an extension that does nothing, one that does nothing with a bundle of 250 kB, and one that opens a panel with a word in it. */
export const EMPTY = "Empty Extension";
export const LARGE = "Large Empty Extension";
const PANEL = "Empty Panel";

/**
 * @param {string} folder
 * @returns {Promise<readonly string[]>} their .vsix files
 */
export async function packageEmptyExtensions(folder) {
  const nothing = "exports.activate = () => undefined;\n";
  return Promise.all([
    packaged(folder, "empty", EMPTY, nothing),
    packaged(folder, "large", LARGE, `${code(250_000)}\n${nothing}`),
    packaged(folder, "panel", PANEL, panel, { commands: [{ command: "emptyPanel.open", title: "Open Empty Panel", category: "Bench" }] }),
  ]);
}

/**
 * @param {string} folder
 * @param {string} name
 * @param {string} displayName
 * @param {string} main
 * @param {object} contributes
 */
async function packaged(folder, name, displayName, main, contributes = {}) {
  const cwd = path.join(folder, name);
  await mkdir(cwd, { recursive: true });
  const manifest = { name, displayName, publisher: "bench", version: "0.0.1", license: "MIT", engines: { vscode: "^1.110.0" }, main: "./main.js", activationEvents: ["onStartupFinished"], extensionKind: ["ui", "workspace"], contributes };
  await writeFile(path.join(cwd, "package.json"), JSON.stringify(manifest));
  await writeFile(path.join(cwd, "LICENSE"), "MIT");
  await writeFile(path.join(cwd, "README.md"), displayName);
  await writeFile(path.join(cwd, "main.js"), main);
  const packagePath = path.join(folder, `${name}.vsix`);
  await createVSIX({ cwd, packagePath, dependencies: false, allowMissingRepository: true });
  return packagePath;
}

const panel = `const vscode = require("vscode");
exports.activate = (context) => {
  context.subscriptions.push(vscode.commands.registerCommand("emptyPanel.open", () => {
    const panel = vscode.window.createWebviewPanel("emptyPanel", "Empty Panel", vscode.ViewColumn.Active, { enableScripts: true });
    panel.webview.html = '<!DOCTYPE html><body><p ${EMPTY_PANEL_MARK}>Empty</p></body>';
  }));
};
`;

/** Functions as a bundle has them, which are parsed and never run. @param {number} bytes */
function code(bytes) {
  const lines = [];
  for (let size = 0, number = 0; size < bytes; number += 1) {
    const line = `function part${number}(first, second) { const both = { first, second, sum: first + second }; return Object.keys(both).map((key) => both[key] * ${number}); }`;
    lines.push(line);
    size += line.length;
  }
  return lines.join("\n");
}
