import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { TestContext } from "node:test";

/** A process that says what it does line by line, and begins when it is told a number. */
export interface LineProcess {
  readonly child: ChildProcess;
  readonly said: readonly string[];
  readonly ended: Promise<unknown>;
  start(number: number): void;
}

/** Starts a program of Node and waits for its first line. It is killed with the test. */
export async function lineProcess(t: TestContext, program: string, args: readonly string[]): Promise<LineProcess> {
  const child = spawn(process.execPath, ["--no-warnings", program, ...args], { stdio: ["pipe", "pipe", "inherit"] });
  t.after(() => child.kill("SIGKILL"));
  const ended = once(child, "close");
  const said: string[] = [];
  const lines = createInterface({ input: child.stdout });
  const ready = once(lines, "line");
  lines.on("line", (line) => said.push(line));
  await Promise.race([ready, ended.then(() => { throw new Error("The process ended before it was ready."); })]);
  return { child, said, ended, start: (number) => void child.stdin.write(`${String(number)}\n`) };
}
