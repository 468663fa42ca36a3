import { Dictionary } from "../../src/domain/dictionary.ts";
import { SegmentBuilder } from "../../src/domain/segment.ts";
import type { PageRows } from "../../src/shared/protocol.ts";
import { allFetched, noise, today } from "./sampleRows.ts";

/** Costs of `count` API keys on one day, each of its own size; key number 0 is the dearest. */
export function manyKeys(count: number): PageRows {
  const dictionary = new Dictionary();
  const builder = new SegmentBuilder("costs", ["project_id", "api_key_id"], "1d", today);
  builder.addBucket(0);
  const project = dictionary.idOf("proj_docs");
  for (let key = 0; key < count; key += 1) {
    const amount = { coefficient: BigInt((count - key) * 1_000 + Math.floor(noise(key) * 999)), scale: 6 };
    builder.addRow({ at: 0, dimensions: [project, dictionary.idOf(`key_${String(key)}`)], counts: [], amount });
  }
  const segments = [builder.finish()];
  return { source: "costs", view: "project_id+api_key_id", width: "1d", segments, fetchedAt: allFetched(segments), missing: [], texts: dictionary.texts(), names: [] };
}
