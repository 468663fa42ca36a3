import { readFile } from "node:fs/promises";
import { say } from "./progress.mjs";

/**
 * @typedef {{ where: string; name: string; reason: string }} Failure
 * @typedef {{ passed: number; failures: readonly Failure[]; skipped: readonly string[] }} Outcome
 */

/** @type {Outcome} */
export const nothing = { passed: 0, failures: [], skipped: [] };

/** @param {readonly Outcome[]} outcomes @returns {Outcome} */
export function sum(outcomes) {
  return {
    passed: outcomes.reduce((total, one) => total + one.passed, 0),
    failures: outcomes.flatMap((one) => one.failures),
    skipped: outcomes.flatMap((one) => one.skipped),
  };
}

/**
 * @param {string} where
 * @param {string} name
 * @param {string} reason
 * @returns {Outcome}
 */
export function failure(where, name, reason) {
  return { ...nothing, failures: [{ where, name, reason }] };
}

/**
 * Reads what a test process said about its tests and adds what it could not say itself: that it crashed, hung, or ran nothing.
 * @param {string} where the file and what it ran on
 * @param {string} eventsFile
 * @param {{ problem: string | undefined; output: string }} end `problem`: how the process ended, where it did not end well
 * @returns {Promise<Outcome>}
 */
export async function readOutcome(where, eventsFile, { problem, output }) {
  const text = await readFile(eventsFile, "utf8").catch(() => "");
  /** @type {import("./testReporter.mjs").TestEvent[]} */
  const events = text.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line));
  let passed = 0;
  /** @type {Failure[]} */
  const failures = [];
  /** @type {string[]} */
  const skipped = [];
  const begun = new Set();
  let done = false;
  for (const event of events) {
    if (event.event === "done") {
      done = true;
      continue;
    }
    if (event.event === "start") {
      begun.add(event.name);
      continue;
    }
    begun.delete(event.name);
    if (event.event === "pass") passed++;
    else if (event.event === "end") continue;
    else if (event.event === "skip") skipped.push(`${where}: ${event.name} (${event.reason})`);
    else failures.push({ where, name: event.name, reason: event.reason });
  }
  if (problem !== undefined || !done) {
    const reason = [problem ?? "The process ended before its tests did.", output].filter((part) => part !== "").join("\n");
    if (failures.length === 0) failures.push({ where, name: [...begun].at(-1) ?? "(the whole file)", reason });
  } else if (passed + failures.length + skipped.length === 0) {
    failures.push({ where, name: "(the whole file)", reason: "It holds no tests." });
  }
  return { passed, failures, skipped };
}

/**
 * The last line counts all of them.
 * @param {Outcome} outcome
 */
export function tell({ passed, failures, skipped }) {
  if (skipped.length > 0) say(`\nSkipped:\n${skipped.map((one) => `  - ${one}`).join("\n")}`);
  if (failures.length > 0) say("\nFailed:");
  for (const { where, name, reason } of failures) {
    say(`\n  ✗ ${where}: ${name}\n${reason.split("\n").map((line) => `      ${line}`).join("\n")}`);
  }
  say(`\n${passed} passed, ${failures.length} failed`);
}
