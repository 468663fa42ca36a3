import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { checkout } from "./checkout.mjs";

/**
 * What unit tests start as a thread or a process, each beside its tests as `out/test/unit/programs/NAME.mjs`. They are
 * bundled, too: started from source, each thread would bring Node's own WebAssembly that strips types, and V8 13 frees
 * the code of one thread's WebAssembly while another compiles ("Check failed: jit_page.has_value()" ends the process).
 */
const PROGRAMS = [
  "src/worker/historyWorker",
  "test/unit/support/historyLander",
  "test/unit/support/hugeServer",
  "test/unit/support/mortalWorker",
  "test/unit/support/pinnedWorker",
  "test/unit/support/yearFiller",
];

/** @typedef {{ name: string; file: string }} BundledTest `name`: its path below test/; `file`: what to run */

/**
 * @param {import("./testTiers.mjs").TierName} tier
 * @param {string} only
 * @returns {Promise<readonly string[]>} paths below test/<tier>/, without the ending
 */
export async function findTests(tier, only) {
  const folder = path.join(checkout, "test", tier);
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { recursive: true });
  return entries
    .filter((entry) => entry.endsWith(".test.ts") && entry.includes(only))
    .map((entry) => entry.slice(0, -".ts".length))
    .sort();
}

/**
 * One output file for each test file. Packages are not bundled: tests use them as installed.
 * @param {import("./testTiers.mjs").TierName} tier
 * @param {readonly string[]} tests
 * @returns {Promise<readonly BundledTest[]>}
 */
export async function bundleTests(tier, tests) {
  const inHost = tier === "inHost";
  const outdir = path.join(checkout, "out", "test", tier);
  const ending = inHost ? ".js" : ".mjs";
  const programs = tier === "unit" ? PROGRAMS : [];
  await bundle({
    entryPoints: [
      ...tests.map((test) => ({ in: path.join("test", tier, `${test}.ts`), out: test })),
      ...programs.map((program) => ({ in: `${program}.ts`, out: `programs/${path.basename(program)}` })),
    ],
    outdir,
    ...(inHost ? hostOptions(outdir) : { format: "esm", outExtension: { ".js": ending }, plugins: [scriptsStayOutside] }),
  });
  if (inHost) {
    const harness = ["inHostSuite", "hostTest"];
    await bundle({ entryPoints: harness.map((name) => ({ in: `test/harness/${name}.ts`, out: name })), outdir, ...hostOptions(outdir) });
  }
  return tests.map((test) => ({ name: `${tier}/${test}`, file: path.join(outdir, test + ending) }));
}

/**
 * A program of the tests that runs as a process of its own, such as the loopback server.
 * @param {string} source path below test/, without the ending
 */
export async function bundleTestProgram(source) {
  const outdir = path.join(checkout, "out", "test");
  await bundle({ entryPoints: [{ in: `test/${source}.ts`, out: source }], outdir, format: "cjs" });
  return path.join(outdir, `${source}.js`);
}

/** @param {import("esbuild").BuildOptions} options */
async function bundle(options) {
  const { build } = await import("esbuild");
  await build({
    absWorkingDir: checkout,
    bundle: true,
    platform: "node",
    target: "node22",
    packages: "external",
    sourcemap: "linked",
    logLevel: "warning",
    logOverride: { "empty-import-meta": "error" },
    define: { CHECKOUT: JSON.stringify(checkout) },
    ...options,
  });
}

/** Scripts know where they lie from their own address, so they are imported from there. @type {import("esbuild").Plugin} */
const scriptsStayOutside = {
  name: "scripts stay outside",
  setup(build) {
    build.onResolve({ filter: /\/scripts\/\w+\.mjs$/ }, ({ path: specifier, resolveDir }) => ({
      path: pathToFileURL(path.resolve(resolveDir, specifier)).href,
      external: true,
    }));
  },
};

/**
 * Inside an extension host node:test waits for the end of a process that never ends; a small stand-in takes its place there.
 * It is shared by all test files, so it is not bundled into each.
 * @param {string} outdir
 * @returns {import("esbuild").BuildOptions}
 */
function hostOptions(outdir) {
  return {
    format: "cjs",
    external: ["vscode"],
    plugins: [
      {
        name: "node:test in the host",
        setup(build) {
          build.onResolve({ filter: /^node:test$|\/hostTest\.ts$/ }, ({ kind }) =>
            kind === "entry-point" ? undefined : { path: path.join(outdir, "hostTest.js"), external: true },
          );
        },
      },
    ],
  };
}
