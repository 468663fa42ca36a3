import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { createVSIX } from "@vscode/vsce";

/** What stands beside the product in a host: an extension that does nothing, and one that does nothing with a bundle of 250 kB. */
export const EMPTY = "Empty Extension";
export const LARGE = "Large Empty Extension";

/**
 * @param {string} folder
 * @returns {Promise<readonly string[]>} their .vsix files
 */
export async function packageEmptyExtensions(folder) {
  const nothing = "exports.activate = () => undefined;\n";
  return Promise.all([packaged(folder, "empty", EMPTY, nothing), packaged(folder, "large", LARGE, `${code(250_000)}\n${nothing}`)]);
}

/**
 * @param {string} folder
 * @param {string} name
 * @param {string} displayName
 * @param {string} main
 */
async function packaged(folder, name, displayName, main) {
  const cwd = path.join(folder, name);
  await mkdir(cwd, { recursive: true });
  const manifest = { name, displayName, publisher: "bench", version: "0.0.1", license: "MIT", engines: { vscode: "^1.110.0" }, main: "./main.js", activationEvents: ["onStartupFinished"], extensionKind: ["ui", "workspace"] };
  await writeFile(path.join(cwd, "package.json"), JSON.stringify(manifest));
  await writeFile(path.join(cwd, "LICENSE"), "MIT");
  await writeFile(path.join(cwd, "README.md"), displayName);
  await writeFile(path.join(cwd, "main.js"), main);
  const packagePath = path.join(folder, `${name}.vsix`);
  await createVSIX({ cwd, packagePath, dependencies: false, allowMissingRepository: true });
  return packagePath;
}

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
