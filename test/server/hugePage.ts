import { once } from "node:events";
import type { Misbehave } from "./behaviours.ts";
import { jsonHeaders } from "./exchange.ts";
import type { Exchange } from "./exchange.ts";

interface Bucket {
  readonly start_time: number;
  readonly end_time: number;
  readonly results: readonly object[];
}

const chunkBytes = 256 * 1024;
const mostMegabytes = 200;
const rowsToCopy = 50;

/** The rows of the right answer, to make more of: they have the endpoint's own shape. */
function templates(exchange: Exchange): { readonly bucket: Bucket; readonly rows: readonly object[] } | null {
  const answer = exchange.answer();
  if (answer.status !== 200 || !("data" in answer.body) || !Array.isArray(answer.body.data)) return null;
  const buckets = answer.body.data as readonly Bucket[]; // what the generator has just made
  const bucket = buckets.find((each) => each.results.length > 0);
  return bucket === undefined ? null : { bucket, rows: bucket.results.slice(0, rowsToCopy) };
}

/** One bucket with very many rows, each of another project, streamed as fast as it is read. */
export function hugePage({ rows, megabytes }: { readonly rows?: number; readonly megabytes?: number }): Misbehave {
  const mostRows = rows ?? Number.POSITIVE_INFINITY;
  const mostBytes = Math.min(megabytes ?? mostMegabytes, mostMegabytes) * 1_000_000;
  return async (exchange) => {
    const from = templates(exchange);
    if (from === null) return false;
    const { response, ended } = exchange;
    response.writeHead(200, jsonHeaders);
    let text = `{"object":"page","data":[${JSON.stringify({ ...from.bucket, object: "bucket", results: [] }).slice(0, -2)}`;
    let sent = 0;
    for (let row = 0; row < mostRows && sent + text.length < mostBytes && !ended.aborted; row++) {
      const template = from.rows[row % from.rows.length];
      text += `${row === 0 ? "" : ","}${JSON.stringify({ ...template, project_id: `proj_huge${String(row).padStart(20, "0")}` })}`;
      if (text.length < chunkBytes) continue;
      sent += text.length;
      // Where the client has gone the wait ends with a rejection, and so does the loop.
      if (!response.write(text)) await once(response, "drain", { signal: ended }).catch(() => undefined);
      text = "";
    }
    response.end(`${text}]}],"has_more":false,"next_page":null}`);
    return true;
  };
}
