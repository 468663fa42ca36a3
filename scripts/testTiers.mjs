/**
 * @typedef {"unit" | "webview" | "inHost" | "user" | "package"} TierName
 * @typedef {"oldest" | "newest"} Age
 * @typedef {{ where: "node" | "host"; on: readonly Age[]; atOnce: number; fileLimitMs: number }} Tier
 *   `where`: in plain Node, or inside the extension host; `on`: with which Node or VS Code; `atOnce`: files side by side;
 *   `fileLimitMs`: how long one file may take before it counts as hung
 */

/**
 * Each tier takes the files test/<tier>/**\/*.test.ts, in this order.
 * @type {Readonly<Record<TierName, Tier>>}
 */
export const TIERS = {
  unit: { where: "node", on: ["oldest", "newest"], atOnce: 2, fileLimitMs: 180_000 },
  webview: { where: "node", on: ["newest"], atOnce: 2, fileLimitMs: 900_000 },
  inHost: { where: "host", on: ["oldest", "newest"], atOnce: 1, fileLimitMs: 120_000 },
  // Each starts a whole VS Code: two side by side save a third of the time, and on a busy machine they keep each other waiting too long.
  user: { where: "node", on: ["newest"], atOnce: 1, fileLimitMs: 600_000 },
  package: { where: "node", on: ["newest"], atOnce: 1, fileLimitMs: 60_000 },
};

export const TIER_NAMES = /** @type {readonly TierName[]} */ (Object.keys(TIERS));

/**
 * `npm test -- unit webview --only money`: some tiers, and of their files those whose path contains a text.
 * @param {readonly string[]} args
 * @returns {{ tiers: readonly TierName[]; only: string }}
 */
export function parseTestArguments(args) {
  /** @type {TierName[]} */
  const tiers = [];
  let only = "";
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? "";
    if (arg === "--only") {
      only = args[++at] ?? "";
      if (only === "") throw new Error("--only needs a part of a file's path.");
      continue;
    }
    const tier = TIER_NAMES.find((name) => name.toLowerCase() === arg.toLowerCase());
    if (!tier) throw new Error(`There is no tier "${arg}". The tiers are: ${TIER_NAMES.join(", ")}.`);
    tiers.push(tier);
  }
  return { tiers: tiers.length === 0 ? TIER_NAMES : tiers, only };
}
