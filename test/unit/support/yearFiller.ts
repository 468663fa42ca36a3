import path from "node:path";
import { FetchTransport } from "../../../src/api/fetchTransport.ts";
import { parseBaseUrl } from "../../../src/api/baseUrl.ts";
import { systemClock } from "../../../src/api/clock.ts";
import { sessionOpener } from "../../../src/host/sessions.ts";
import { parseSettings } from "../../../src/model/settings.ts";
import { UsageModel } from "../../../src/model/usageModel.ts";
import { planYear } from "../../../src/model/yearFill.ts";
import { ThreadPort } from "../../../src/worker/threadPort.ts";
import { globalFetch } from "../modelSupport/hostFetches.ts";

/**
 * A window in a process of its own, with the history's own thread: fetches the year. Arguments: the API's address, the
 * key, the file. Prints "ready", waits for a line with the time (Unix milliseconds), and prints "done" when the year is
 * there and everything that still moves is as the server has it at that time. The thread's script lies beside it.
 */
const own = process.argv[1] ?? "";
const [url = "", key = "", file = ""] = process.argv.slice(2);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

say("ready");
process.stdin.once("data", (line) => {
  fill(Number(String(line))).catch((error: unknown) => {
    say(`failed ${String(error)}`);
    process.exitCode = 1;
  });
});

async function fill(now: number): Promise<void> {
  process.stdin.destroy();
  process.env["PINNED_NOW"] = String(now);
  const log = { info: () => undefined, warn: say, error: say };
  const port = new ThreadPort({ script: path.join(path.dirname(own), `pinnedWorker${path.extname(own)}`), file, log: say });
  const transport = new FetchTransport(globalFetch);
  const clock = { ...systemClock, now: () => now };
  const model = new UsageModel({ clock, log, settings: () => parseSettings((name) => (name === "range" ? 7 : undefined)), openSession: sessionOpener(transport, port, clock, log) });
  model.setAccount({ kind: "key", baseUrl: parseBaseUrl(url), key: () => Promise.resolve(key), from: "stored" });
  await model.settled();
  const { session, yearFill } = model;
  if (!session || !yearFill) throw new Error("There is nobody to ask.");
  const rounds = 300; // bounded: as often as another process may be looked after
  for (let round = 0; round < rounds && planYear(session, 0).length > 0; round += 1) {
    await yearFill.run();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  if (planYear(session, 0).length > 0) throw new Error("The year is not there.");
  await model.refresh();
  model.dispose();
  await port.close();
  await transport.close();
  say("done");
}
