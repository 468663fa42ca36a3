import { setUpTiers } from "./testSetUp.mjs";
import { bundleTests, findTests } from "./testBundles.mjs";
import { runInHost } from "./testInHost.mjs";
import { runInNode } from "./testInNode.mjs";
import { failure, sum, tell } from "./testOutcome.mjs";
import { say } from "./progress.mjs";
import { TIERS, parseTestArguments } from "./testTiers.mjs";

/** @typedef {import("./testOutcome.mjs").Outcome} Outcome */

/**
 * @param {import("./testTiers.mjs").TierName} name
 * @param {string} only
 * @param {import("./testSetUp.mjs").SetUp} setUp
 * @returns {Promise<Outcome>}
 */
async function runTier(name, only, setUp) {
  say(`\n${name}`);
  try {
    const found = await findTests(name, only);
    if (found.length === 0) {
      if (only !== "") return sum([]);
      return failure(name, "(the whole tier)", `No file matches test/${name}/**/*.test.ts.`);
    }
    const tests = await bundleTests(name, found);
    const tier = TIERS[name];
    /** @type {Outcome[]} */
    const outcomes = [];
    for (const age of tier.on) {
      if (tier.where === "host") outcomes.push(await runInHost(tests, setUp.host(age), tier));
      else outcomes.push(await runInNode(tests, setUp.node(age), tier));
    }
    return sum(outcomes);
  } catch (error) {
    return failure(name, "(the whole tier)", error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}

/** @returns {Promise<Outcome>} */
async function testAll() {
  const { tiers, only } = parseTestArguments(process.argv.slice(2));
  const setUp = await setUpTiers(tiers);
  /** @type {Outcome[]} */
  const outcomes = [];
  for (const tier of tiers) outcomes.push(await runTier(tier, only, setUp));
  const all = sum(outcomes);
  return only !== "" && all.passed + all.failures.length === 0 ? failure("all tiers", "(nothing ran)", `No test file's path contains "${only}".`) : all;
}

const outcome = await testAll().catch((/** @type {unknown} */ error) => failure("set-up", "(nothing ran)", error instanceof Error ? error.message : String(error)));
tell(outcome);
process.exit(outcome.failures.length === 0 ? 0 : 1);
