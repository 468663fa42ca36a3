import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { checkout } from "./checkout.mjs";
import { runCommand } from "./runCommand.mjs";
import { say, seconds } from "./progress.mjs";
import { readOutcome, sum } from "./testOutcome.mjs";

const REPORTER = pathToFileURL(path.join(checkout, "scripts", "testReporter.mjs")).href;

/**
 * Runs each test file in a process of its own.
 * @param {readonly import("./testBundles.mjs").BundledTest[]} tests
 * @param {import("./nodeRuntime.mjs").NodeRuntime} node
 * @param {import("./testTiers.mjs").Tier} tier
 */
export async function runInNode(tests, node, tier) {
  /** @type {import("./testOutcome.mjs").Outcome[]} */
  const outcomes = [];
  const waiting = [...tests];
  const lane = async () => {
    for (let test = waiting.shift(); test; test = waiting.shift()) outcomes.push(await runFile(test, node, tier.fileLimitMs));
  };
  await Promise.all(Array.from({ length: tier.atOnce }, lane));
  return sum(outcomes);
}

/**
 * @param {import("./testBundles.mjs").BundledTest} test
 * @param {import("./nodeRuntime.mjs").NodeRuntime} node
 * @param {number} limitMs
 */
async function runFile({ name, file }, node, limitMs) {
  const where = `${name} on Node ${node.version.split(".")[0]}`;
  const events = path.join(checkout, "out", "test", "events", `${name.replaceAll("/", "-")}-${node.version}-${process.pid}.jsonl`);
  await mkdir(path.dirname(events), { recursive: true });
  await rm(events, { force: true });
  const start = Date.now();
  /** @type {string | undefined} */
  let problem;
  try {
    // The exit code is also non-zero when a test failed; then the events say which.
    await runCommand(node.binary, ["--enable-source-maps", "--no-warnings", `--test-reporter=${REPORTER}`, "--test-reporter-destination=stdout", file], {
      cwd: checkout,
      env: testEnvironment({ OPENAI_SPEND_TEST_EVENTS: events }),
      timeoutMs: limitMs,
      shownAs: "The test file",
    });
  } catch (error) {
    problem = error instanceof Error ? error.message : String(error);
  }
  const outcome = await readOutcome(where, events, { problem, output: "" });
  await rm(events, { force: true });
  const mark = outcome.failures.length === 0 ? "✓" : "✗";
  say(`  ${mark} ${where}: ${outcome.passed} passed${outcome.failures.length > 0 ? `, ${outcome.failures.length} failed` : ""} (${seconds(Date.now() - start)})`);
  return outcome;
}

/**
 * Tests must not see the user's key, and must not send loopback requests through the user's proxy.
 * @param {NodeJS.ProcessEnv} extra
 */
export function testEnvironment(extra) {
  const own = Object.entries(process.env).filter(([name]) => !/^(OPENAI_(?!SPEND_)|npm_|VSCODE_|ELECTRON_)|^(https?|all|no)_proxy$|^NODE_(OPTIONS|TEST_CONTEXT)$/i.test(name));
  return { ...Object.fromEntries(own), ...extra };
}
