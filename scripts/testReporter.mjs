import { appendFileSync } from "node:fs";

/**
 * What a test process tells the runner, one JSON line each, written at once so that a crash or a hang loses nothing.
 * What starts also passes, is skipped, fails, or (a group of tests) ends. The last line says that there is nothing more to come.
 * @typedef {{ event: "start"; name: string }
 *   | { event: "done" }
 *   | { event: "pass"; name: string }
 *   | { event: "end"; name: string }
 *   | { event: "skip"; name: string; reason: string }
 *   | { event: "fail"; name: string; reason: string }} TestEvent
 */

/**
 * A reporter for node:test: `--test-reporter` with this file, the events go to the file in OPENAI_SPEND_TEST_EVENTS.
 * @param {AsyncIterable<import("node:test/reporters").TestEvent>} source
 */
export default async function* report(source) {
  // Node tells at once what it runs, and only later, in the order of the file, how each one ended.
  /** @type {string[]} */
  const runs = [];
  /** @type {string[]} */
  const names = [];
  for await (const event of source) {
    if (event.type === "test:dequeue") {
      runs.splice(event.data.nesting, Infinity, event.data.name);
      write({ event: "start", name: runs.join(" › ") });
    } else if (event.type === "test:start") {
      names.splice(event.data.nesting, Infinity, event.data.name);
    } else if (event.type === "test:pass" || event.type === "test:fail") {
      write(outcome(event, [...names.slice(0, event.data.nesting), event.data.name].join(" › ")));
    }
  }
  write({ event: "done" });
  yield "";
}

/**
 * Suites are not counted, and a test that failed only because a test inside it did is not counted a second time.
 * @param {Extract<import("node:test/reporters").TestEvent, { type: "test:pass" | "test:fail" }>} event
 * @param {string} name
 * @returns {TestEvent}
 */
function outcome({ type, data }, name) {
  if (data.skip !== undefined || data.todo !== undefined) {
    return { event: "skip", name, reason: String(data.skip ?? data.todo) };
  }
  if (type === "test:pass") return { event: data.details.type === "suite" ? "end" : "pass", name };
  const error = "error" in data.details ? data.details.error : undefined;
  if (error && "failureType" in error && error.failureType === "subtestsFailed") return { event: "end", name };
  const cause = error?.cause ?? error;
  const reason = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  return { event: "fail", name, reason: reason.replace(/\n +at [^\n]*node:internal[^\n]*/g, "").trimEnd() };
}

/** @param {TestEvent} event */
function write(event) {
  const file = process.env["OPENAI_SPEND_TEST_EVENTS"];
  if (!file) throw new Error("OPENAI_SPEND_TEST_EVENTS is not set: tests are started with `npm test`.");
  appendFileSync(file, JSON.stringify(event) + "\n");
}
