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

interface Templates {
  /** Of the right answer, without rows: the one that is filled, and those around it. */
  readonly before: readonly Bucket[];
  readonly bucket: Bucket;
  readonly after: readonly Bucket[];
  readonly rows: readonly object[];
}

/** The rows of the right answer, to make more of: they have the endpoint's own shape. */
function templates(exchange: Exchange): Templates | null {
  const answer = exchange.answer();
  if (answer.status !== 200 || !("data" in answer.body) || !Array.isArray(answer.body.data)) return null;
  const buckets = answer.body.data as readonly Bucket[]; // what the generator has just made
  const place = buckets.findIndex((each) => each.results.length > 0);
  const bucket = buckets[place];
  if (bucket === undefined) return null;
  const [before, after] = [buckets.slice(0, place).map(emptied), buckets.slice(place + 1).map(emptied)];
  return { before, bucket: emptied(bucket), after, rows: bucket.results.slice(0, rowsToCopy) };
}

function emptied(bucket: Bucket): Bucket {
  return { ...bucket, results: [] };
}

/**
 * The right answer's buckets, since one that leaves some out is refused before its size matters: the first with usage has
 * very many rows, each of another project, and the others none. Streamed as fast as it is read.
 */
export function hugePage({ rows, megabytes }: { readonly rows?: number; readonly megabytes?: number }): Misbehave {
  const mostRows = rows ?? Number.POSITIVE_INFINITY;
  const mostBytes = Math.min(megabytes ?? mostMegabytes, mostMegabytes) * 1_000_000;
  return async (exchange) => {
    const from = templates(exchange);
    if (from === null) return false;
    const { response, ended } = exchange;
    response.writeHead(200, jsonHeaders);
    let text = `{"object":"page","data":[${from.before.map((each) => `${JSON.stringify(each)},`).join("")}${JSON.stringify(from.bucket).slice(0, -2)}`;
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
    response.end(`${text}]}${from.after.map((each) => `,${JSON.stringify(each)}`).join("")}],"has_more":false,"next_page":null}`);
    return true;
  };
}
