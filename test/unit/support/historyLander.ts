import { openHistory } from "../../../src/history/historyDatabase.ts";
import { landedAt, origin } from "./historyWindows.ts";

/**
 * A process that lands windows into a file that others write at the same time.
 * Arguments: the file, the process's number, how many windows (0: until it is killed). Prints "ready", waits for the
 * number of its first window, then prints each window's number once it has landed, and at the end "done".
 */
const [file = "", process_ = "0", count = "0"] = process.argv.slice(2);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

say("ready");
process.stdin.once("data", (line) => {
  const first = Number(String(line));
  const database = openHistory(file, { now: Date.now, log: say, busyTimeoutMs: 20_000 });
  const organization = database.enter(origin, "key");
  for (let window = first; Number(count) === 0 || window < first + Number(count); window += 1) {
    database.land(organization, landedAt(Number(process_), window));
    say(`landed ${window}`);
  }
  if (database.trouble) say(`trouble ${database.trouble.kind} ${database.trouble.reason}`);
  database.close();
  say("done");
  process.stdin.destroy();
});
