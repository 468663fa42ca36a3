import { appendFileSync, existsSync, readFileSync, unlinkSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";

/**
 * Lets the thread die where it is told to: `FILE.die` names the call before which it fails, and how (`throw` or
 * `exit`); it is told once, or with `always` each time. Every start leaves a line in `FILE.starts`.
 */
const { file } = workerData as { readonly file: string };
const told = `${file}.die`;
appendFileSync(`${file}.starts`, "started\n");

function dieWhereTold(name: string): void {
  if (!existsSync(told)) return;
  const [call, how, always] = readFileSync(told, "utf8").split(" ");
  if (call !== name) return;
  if (always !== "always") unlinkSync(told);
  if (how === "throw") throw new Error("This thread was told to die.");
  process.exit(7);
}

const port = parentPort;
if (!port) throw new Error("This script is a worker thread's.");
const listen = port.on.bind(port);
port.on = ((event: "message", listener: (message: { readonly name: string }) => void) =>
  listen(event, (message: { readonly name: string }) => {
    dieWhereTold(message.name);
    listener(message);
  })) as typeof port.on; // the thread listens for messages only
