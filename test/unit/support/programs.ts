import path from "node:path";
import { checkout } from "../../harness/checkout.ts";

/** What a test starts as a thread or a process, as the build of the tests leaves it; the table is in `scripts/testBundles.mjs`. */
export function program(name: "historyWorker" | "historyLander" | "hugeServer" | "mortalWorker" | "yearFiller"): string {
  return path.join(checkout, "out", "test", "unit", "programs", `${name}.mjs`);
}
