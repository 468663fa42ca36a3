import { prepareChromium } from "./chromium.mjs";
import { prepareDependencies } from "./dependencies.mjs";
import { installHost } from "./hosts.mjs";
import { NODE_VERSIONS, nodeRuntime } from "./nodeRuntime.mjs";
import { packageExtension } from "./package.mjs";
import { step } from "./progress.mjs";

/**
 * @typedef {import("./testTiers.mjs").Age} Age
 * @typedef {{ node: (age: Age) => import("./nodeRuntime.mjs").NodeRuntime; host: (age: Age) => import("./hosts.mjs").Host }} SetUp
 */

/**
 * Gets what these tiers need, and nothing else: the unit tests alone need neither a host nor a browser.
 * @param {readonly import("./testTiers.mjs").TierName[]} tiers
 * @returns {Promise<SetUp>}
 */
export async function setUpTiers(tiers) {
  await prepareDependencies();
  const oldestNode = await step("Node for the tests", (detail) => nodeRuntime(NODE_VERSIONS.oldest, detail));
  const newestNode = await nodeRuntime(NODE_VERSIONS.newest, () => undefined);
  const needs = (/** @type {readonly import("./testTiers.mjs").TierName[]} */ names) => names.some((name) => tiers.includes(name));
  if (needs(["webview", "inHost", "user"])) await prepareChromium();
  const newest = needs(["inHost", "user"]) ? await installHost("newest") : undefined;
  const oldest = needs(["inHost"]) ? await installHost("oldest") : undefined;
  if (needs(["webview", "inHost", "user", "package"])) await packageExtension();
  return {
    node: (age) => (age === "oldest" ? oldestNode : newestNode),
    host: (age) => {
      const host = age === "oldest" ? oldest : newest;
      if (!host) throw new Error(`VS Code (${age}) was not set up for these tiers.`);
      return host;
    },
  };
}
