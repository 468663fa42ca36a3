import { stat } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build, context } from "esbuild";
import { checkout } from "./scripts/checkout.mjs";

/**
 * Leaves a module out of a bundle; it is loaded from where the other name says.
 * @param {string} module
 * @param {string} file
 * @returns {import("esbuild").Plugin}
 */
function apart(module, file) {
  const filter = new RegExp(`^${module.replaceAll(".", "\\.")}$`);
  return { name: "apart", setup: (own) => own.onResolve({ filter }, () => ({ path: file, external: true })) };
}

/**
 * A file of ours in place of a library's own, where most of that is not needed.
 * @param {RegExp} module as it is imported
 * @param {string} file
 * @returns {import("esbuild").Plugin}
 */
function inPlaceOf(module, file) {
  return { name: "inPlaceOf", setup: (own) => own.onResolve({ filter: module }, () => ({ path: path.join(checkout, file) })) };
}

/**
 * VS Code's API as one module of the bundle: esbuild gives each file that imports a CommonJS module a copy of its
 * namespace, and that of VS Code has hundreds of getters.
 * @type {import("esbuild").Plugin}
 */
const vscodeOnce = {
  name: "vscodeOnce",
  setup(own) {
    own.onResolve({ filter: /^vscode$/ }, ({ namespace }) => (namespace === "vscodeOnce" ? { path: "vscode", external: true } : { path: "vscode", namespace: "vscodeOnce" }));
    own.onLoad({ filter: /^vscode$/, namespace: "vscodeOnce" }, () => ({ contents: 'export * from "vscode";' }));
  },
};

/**
 * What is built. CommonJS for the host, which loads extensions with `require`.
 * @type {readonly { from: string; to: string; options: import("esbuild").BuildOptions }[]}
 */
const BUNDLES = [
  {
    from: "src/extension.ts",
    to: "dist/extension.js",
    // `main.js` is a bundle of its own, loaded with `require` like everything in the extension host.
    options: { platform: "node", format: "cjs", target: "node22", external: ["vscode"], plugins: [apart("./main.ts", "./main.js")], supported: { "dynamic-import": false } },
  },
  {
    from: "src/main.ts",
    to: "dist/main.js",
    // So is undici, which comes with the first request: two thirds of it all.
    options: { platform: "node", format: "cjs", target: "node22", plugins: [vscodeOnce, apart("undici/lib/dispatcher/agent.js", "./undici.js")], supported: { "dynamic-import": false } },
  },
  {
    from: "node_modules/undici/lib/dispatcher/agent.js",
    to: "dist/undici.js",
    options: { platform: "node", format: "cjs", target: "node22" },
  },
  {
    from: "src/worker/historyWorker.ts",
    to: "dist/historyWorker.js",
    options: { platform: "node", format: "cjs", target: "node22" },
  },
  {
    from: "webview/main.ts",
    to: "dist/dashboard.js",
    options: { platform: "browser", format: "esm", target: "es2022", plugins: [apart("../chart/library.ts", "./dashboard.chart.js"), apart("./toolkitLibrary.ts", "./dashboard.toolkit.js")] },
  },
  {
    from: "webview/chart/library.ts",
    to: "dist/dashboard.chart.js",
    options: { platform: "browser", format: "esm", target: "es2022", plugins: [inPlaceOf(/^@kurkle\/color$/, "webview/chart/plainColor.ts")] },
  },
  {
    from: "webview/toolkitLibrary.ts",
    to: "dist/dashboard.toolkit.js",
    options: { platform: "browser", format: "esm", target: "es2022", plugins: [inPlaceOf(/\/di\.js$/, "webview/oneContainer.ts")] },
  },
  {
    from: "webview/dashboard.css",
    to: "dist/dashboard.css",
    options: { target: "es2022" },
  },
];

/**
 * @param {(typeof BUNDLES)[number]} bundle
 * @param {boolean} production
 * @returns {import("esbuild").BuildOptions}
 */
function optionsOf({ from, to, options }, production) {
  return {
    ...options,
    absWorkingDir: checkout,
    entryPoints: [from],
    outfile: to,
    bundle: true,
    minify: production,
    sourcemap: production ? false : "linked",
    legalComments: "none",
    logLevel: "warning",
    logOverride: { "commonjs-variable-in-esm": "error", "import-is-undefined": "error" },
    define: { "process.env.NODE_ENV": production ? '"production"' : '"development"' },
  };
}

/**
 * Rejects when anything does not build.
 * @param {{ production: boolean }} options
 */
export async function buildAll({ production }) {
  await Promise.all(BUNDLES.map((bundle) => build(optionsOf(bundle, production))));
  for (const { to } of BUNDLES) {
    const { size } = await stat(path.join(checkout, to));
    process.stdout.write(`  ${to.padEnd(24)} ${(size / 1000).toFixed(0).padStart(5)} kB\n`);
  }
}

async function watchAll() {
  const contexts = await Promise.all(BUNDLES.map((bundle) => context({ ...optionsOf(bundle, false), logLevel: "info" })));
  await Promise.all(contexts.map((one) => one.watch()));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (process.argv.includes("--watch")) await watchAll();
  else await buildAll({ production: process.argv.includes("--production") });
}
