import { mkdir, stat } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { checkout } from "./checkout.mjs";
import { prepareDependencies } from "./dependencies.mjs";
import { say, step } from "./progress.mjs";

export const vsixFile = path.join(checkout, "dist", "openai-spend.vsix");

/** What is shipped, in `dist`. Needs node_modules, and nothing from the network. */
export async function buildForProduction() {
  await step("Production build", async () => {
    const { buildAll } = await import("../esbuild.mjs");
    await buildAll({ production: true });
  });
}

/** Builds for production and packages it. @returns {Promise<string>} the .vsix file */
export async function packageExtension() {
  await buildForProduction();
  await step("Package", async () => {
    const { createVSIX } = await import("@vscode/vsce");
    await mkdir(path.dirname(vsixFile), { recursive: true });
    // Everything is bundled: no dependencies to collect.
    await createVSIX({ cwd: checkout, packagePath: vsixFile, dependencies: false, allowMissingRepository: true, rewriteRelativeLinks: false });
    const { size } = await stat(vsixFile);
    say(`  ${path.relative(checkout, vsixFile)} ${(size / 1000).toFixed(0)} kB`);
  });
  return vsixFile;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await prepareDependencies();
  await packageExtension();
}
