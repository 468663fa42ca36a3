import path from "node:path";
import { checkout } from "./checkout.mjs";
import { prepareDependencies } from "./dependencies.mjs";
import { say, seconds } from "./progress.mjs";
import { runCommand } from "./runCommand.mjs";

/** Each program sees only what exists where its code runs. */
const PROGRAMS = [
  ["host", "src/tsconfig.json"],
  ["host and page", "src/tsconfig.pure.json"],
  ["page", "webview/tsconfig.json"],
  ["tests", "test/tsconfig.json"],
  ["scripts", "tsconfig.json"],
];

await prepareDependencies();
const tsc = path.join(checkout, "node_modules", "typescript", "bin", "tsc");
let failed = 0;
for (const [name = "", project = ""] of PROGRAMS) {
  const start = Date.now();
  try {
    await runCommand(process.execPath, [tsc, "-p", project], { cwd: checkout });
    say(`✓ types: ${name} (${seconds(Date.now() - start)})`);
  } catch (error) {
    failed++;
    say(`✗ types: ${name} (${project})`);
    say(error instanceof Error ? error.message : String(error));
  }
}
process.exitCode = failed === 0 ? 0 : 1;
