import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { checkout } from "./checkout.mjs";
import { prepareDependencies } from "./dependencies.mjs";
import { HOSTS } from "./hosts.mjs";
import { packageExtension } from "./package.mjs";
import { say, step } from "./progress.mjs";
import { bundleTests, findTests } from "./testBundles.mjs";
import { testEnvironment } from "./testInNode.mjs";
import { failure, readOutcome, tell } from "./testOutcome.mjs";

/** `npm run test:desktop [version]`: the in-host tests in a desktop VS Code, which is downloaded. */

/** @returns {Promise<import("./testOutcome.mjs").Outcome>} */
async function testDesktop() {
  const version = process.argv[2] ?? HOSTS.oldest.vscode;
  const where = `inHost in desktop VS Code ${version}`;
  await prepareDependencies();
  await packageExtension();
  await bundleTests("inHost", await findTests("inHost", ""));
  const { downloadAndUnzipVSCode, runTests } = await import("@vscode/test-electron");
  const download = (/** @type {(text: string) => void} */ detail) =>
    downloadAndUnzipVSCode({ version, reporter: { report: (progress) => detail(progress.stage), error: (error) => detail(String(error)) } });
  /** @type {string} */
  let executable;
  try {
    executable = await step(`Download of VS Code ${version}`, download);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return failure(where, "(the download)", `VS Code ${version} could not be downloaded (${reason}); \`npm test\` runs the same tests without a download.`);
  }
  const folder = await mkdtemp(path.join(tmpdir(), "openai-spend-desktop-"));
  const events = path.join(folder, "events.jsonl");
  /** @type {string | undefined} */
  let problem;
  try {
    const code = await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: checkout,
      extensionTestsPath: path.join(checkout, "out", "test", "inHost", "inHostSuite.js"),
      extensionTestsEnv: { ...without(testEnvironment({})), OPENAI_SPEND_TEST_EVENTS: events },
      launchArgs: ["--disable-extensions", "--disable-workspace-trust", "--skip-welcome", "--user-data-dir", path.join(folder, "data")],
    });
    if (code !== 0) problem = `VS Code ended with code ${code}.`;
  } catch (error) {
    problem = error instanceof Error ? error.message : String(error);
  }
  const outcome = await readOutcome(where, events, { problem, output: "" });
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  return outcome;
}

/**
 * VS Code is started with this process's environment and these on top: what the tests must not see is taken out by hand.
 * @param {NodeJS.ProcessEnv} kept
 */
function without(kept) {
  return Object.fromEntries(Object.keys(process.env).map((name) => [name, kept[name]]));
}

const outcome = await testDesktop().catch((/** @type {unknown} */ error) => {
  return failure("desktop", "(nothing ran)", error instanceof Error ? error.message : String(error));
});
say("");
tell(outcome);
process.exit(outcome.failures.length === 0 ? 0 : 1);
