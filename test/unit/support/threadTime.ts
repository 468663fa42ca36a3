import { readFileSync } from "node:fs";

/**
 * Milliseconds for which the process's first thread has had a processor (Linux, to some 4 ms); elsewhere the time of day's. A machine that
 * is busy with other things takes the processor away from a thread that has nothing long to do, which is no block of its own making.
 * Source: https://docs.kernel.org/scheduler/sched-stats.html, /proc/<pid>/schedstat
 */
export function firstThreadTime(): number {
  try {
    const [nanoseconds] = readFileSync(`/proc/self/task/${String(process.pid)}/schedstat`, "utf8").split(" ");
    return Number(nanoseconds) / 1e6;
  } catch {
    return performance.now();
  }
}
