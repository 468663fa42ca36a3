import { parentPort, workerData } from "node:worker_threads";
import type { CallName, Calls, Reply } from "./calls.ts";
import { HistoryEngine } from "./engine.ts";
import { buffersOf, sentError } from "./port.ts";
import type { Resting } from "./restingThread.ts";

/** The thread that keeps history: messages in, answers and news out, and nothing else. */
interface Request {
  readonly id: number;
  readonly name: CallName;
  readonly ask: Calls[CallName]["ask"];
}

const port = parentPort;
if (!port) throw new Error("This script is a worker thread's.");
const { file, owner, left } = workerData as { readonly file: string | undefined; readonly owner: string; readonly left: Resting | undefined }; // given by ThreadPort, the only one to start it

const say = (reply: Reply, buffers: ArrayBuffer[] = []): void => {
  port.postMessage(reply, buffers);
};
const log = (line: string): void => {
  say({ kind: "log", line });
};
const engine = new HistoryEngine({
  file,
  now: () => Date.now(),
  owner,
  log,
  push: (news) => { say({ kind: "news", news }, buffersOf(news)); },
});
if (left) engine.resume(left);

port.on("message", ({ id, name, ask }: Request) => {
  engine.call(name, ask).then(
    (value) => {
      say({ kind: "answer", id, value }, buffersOf(value));
      if (name === "closeAll" || (name === "rest" && value !== undefined)) port.close();
    },
    (error: unknown) => { say({ kind: "failed", id, error: sentError(error) }); },
  );
});
