import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { checkout } from "./checkout.mjs";
import { launchChromium } from "./chromium.mjs";
import { startTestServer } from "./hostProcess.mjs";
import { say, seconds } from "./progress.mjs";
import { lastLines } from "./runCommand.mjs";
import { testEnvironment } from "./testInNode.mjs";
import { readOutcome } from "./testOutcome.mjs";

/**
 * Runs all in-host test files in one extension host of a real VS Code, opened in a headless Chromium.
 * @param {readonly import("./testBundles.mjs").BundledTest[]} tests
 * @param {import("./hosts.mjs").Host} host
 * @param {import("./testTiers.mjs").Tier} tier
 */
export async function runInHost(tests, host, tier) {
  const where = `inHost in VS Code ${host.vscode}`;
  const start = Date.now();
  const folder = await mkdtemp(path.join(tmpdir(), "openai-spend-host-"));
  const events = path.join(folder, "events.jsonl");
  const env = testEnvironment({
    OPENAI_SPEND_TEST_EVENTS: events,
    OPENAI_SPEND_TEST_FILES: JSON.stringify(tests.map(({ file }) => file)),
  });
  /** @type {string[]} */
  const log = [];
  /** @type {string | undefined} */
  let problem;
  const server = await startTestServer(host, { dataDir: path.join(folder, "data"), env });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    const code = await exitCode(page, server.url, tests.length * tier.fileLimitMs, log);
    if (code !== 0) problem = `The host's tests ended with code ${code}.`;
  } catch (error) {
    problem = error instanceof Error ? error.message : String(error);
  } finally {
    await browser.close();
    await server.end();
  }
  const outcome = await readOutcome(where, events, { problem, output: lastLines(log.join("\n")) });
  await rm(folder, { recursive: true, force: true });
  say(`  ${outcome.failures.length === 0 ? "✓" : "✗"} ${where}: ${outcome.passed} passed, ${outcome.failures.length} failed (${seconds(Date.now() - start)})`);
  return outcome;
}

/**
 * @param {import("playwright-core").Page} page
 * @param {string} url
 * @param {number} limitMs
 * @param {string[]} log
 * @returns {Promise<number>}
 */
async function exitCode(page, url, limitMs, log) {
  page.on("console", (message) => log.push(message.text()));
  await page.exposeFunction("codeAutomationLog", (/** @type {string} */ type, /** @type {unknown[]} */ args) => {
    log.push(`[${type}] ${args.map(String).join(" ")}`);
  });
  /** @type {Promise<number>} */
  const exited = new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error(`The host's tests did not end within ${seconds(limitMs)}.`)), limitMs);
    limit.unref();
    void page.exposeFunction("codeAutomationExit", (/** @type {number} */ code) => {
      clearTimeout(limit);
      resolve(code);
    });
    page.on("crash", () => reject(new Error("The page of the host crashed.")));
  });
  const { host: authority } = new URL(url);
  const remote = (/** @type {string} */ file) => `vscode-remote://${authority}${file}`;
  const payload = [
    ["extensionDevelopmentPath", remote(checkout)],
    ["extensionTestsPath", remote(path.join(checkout, "out", "test", "inHost", "inHostSuite"))],
  ];
  await page.goto(`${url}/?ew=true&payload=${encodeURIComponent(JSON.stringify(payload))}`);
  return exited;
}
