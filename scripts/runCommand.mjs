import { endOwned, startOwned } from "./ownedProcesses.mjs";

const TAIL_LINES = 20;

/**
 * Runs a program to its end and returns what it printed. When it fails, the error says which, and holds its last lines.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string; env?: NodeJS.ProcessEnv; timeoutMs?: number; shownAs?: string; onLine?: (line: string) => void }} [options]
 * @returns {Promise<string>}
 */
export function runCommand(command, args, options = {}) {
  const shown = options.shownAs ?? `\`${[command, ...args].join(" ")}\``;
  return new Promise((resolve, reject) => {
    const child = startOwned(command, args, {
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      env: options.env ?? process.env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    let tooLong = false;
    const limitMs = options.timeoutMs ?? 15 * 60_000;
    const limit = setTimeout(() => {
      tooLong = true;
      void endOwned(child);
    }, limitMs);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8");
      stream?.on("data", (/** @type {string} */ text) => {
        output += text;
        const line = text.trim().split("\n").at(-1);
        if (line) options.onLine?.(line);
      });
    }
    child.once("error", (cause) => {
      clearTimeout(limit);
      reject(new Error(`${command} could not be started: ${cause.message}`, { cause }));
    });
    child.once("close", (code, signal) => {
      clearTimeout(limit);
      if (code === 0 && !tooLong) {
        resolve(output);
        return;
      }
      const end = tooLong ? `took more than ${limitMs / 1000} s and was ended` : `ended with ${signal ?? `code ${code}`}`;
      reject(new Error(`${shown} ${end}${output.trim() === "" ? "." : `:\n${lastLines(output)}`}`));
    });
  });
}

/** @param {string} text */
export function lastLines(text, count = TAIL_LINES) {
  return text
    .trimEnd()
    .split("\n")
    .slice(-count)
    .map((line) => `    ${line}`)
    .join("\n");
}
