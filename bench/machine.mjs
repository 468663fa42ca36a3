import { availableParallelism, cpus, platform, release, totalmem } from "node:os";

/** What the numbers were measured on; they mean nothing without it. */
export function describeMachine() {
  return {
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()}`,
    node: process.version,
    date: new Date().toISOString(),
  };
}
