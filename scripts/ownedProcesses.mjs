import { spawn } from "node:child_process";

/** @typedef {import("node:child_process").ChildProcess} ChildProcess */

/**
 * Every process started here leads a process group of its own, so that it can be ended with all its children and nothing else is.
 * @type {Set<ChildProcess>}
 */
const running = new Set();
let watching = false;
/** @type {() => Promise<void>} */
let interrupted = async () => undefined;

/**
 * What is to be done on Ctrl-C before everything started here is ended.
 * @param {() => Promise<void>} work
 */
export function whenInterrupted(work) {
  interrupted = work;
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import("node:child_process").SpawnOptions} options
 * @returns {ChildProcess}
 */
export function startOwned(command, args, options) {
  watchExit();
  const child = spawn(command, args, { ...options, detached: true });
  running.add(child);
  child.once("exit", () => running.delete(child));
  child.once("error", () => running.delete(child));
  return child;
}

/**
 * Ends the process and its group: asks first, insists after `graceMs`.
 * @param {ChildProcess} child
 */
export async function endOwned(child, graceMs = 5000) {
  if (child.pid === undefined) return;
  const over = child.exitCode !== null || child.signalCode !== null;
  const ended = over ? Promise.resolve() : new Promise((resolve) => child.once("exit", resolve));
  signalGroup(child, "SIGTERM");
  const insist = setTimeout(() => signalGroup(child, "SIGKILL"), graceMs);
  await ended;
  clearTimeout(insist);
  // The leader is gone; what it left behind in its group goes too.
  signalGroup(child, "SIGKILL");
  running.delete(child);
}

/**
 * @param {ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function signalGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone already.
  }
}

function watchExit() {
  if (watching) return;
  watching = true;
  process.once("exit", () => {
    for (const child of running) signalGroup(child, "SIGKILL");
  });
  for (const [signal, code] of /** @type {const} */ ([["SIGINT", 130], ["SIGTERM", 143], ["SIGHUP", 129]])) {
    process.once(signal, () => {
      void interrupted()
        .then(() => Promise.all([...running].map((child) => endOwned(child, 3000))))
        .finally(() => process.exit(code));
    });
  }
}
