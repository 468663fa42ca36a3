import { createServer } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { startLoopbackServer } from "../test/server/loopbackServer.ts";
import { yearOrganization } from "./yearOrganization.mjs";

/**
 * A program that serves an organization with a year of about 160,000 rows, as the tests' loopback server would, but from
 * memory: an answer is made when a URL is first asked for, and from then on sent as the same bytes after `--latency`
 * milliseconds. So whatever is timed asks for everything once before, and what is timed is not the server's own work.
 * Prints one line of JSON when it is ready, and ends on SIGTERM.
 *
 * Besides `/v1` it answers `/counts`: what was asked for since the last time, and how much of that had to be made.
 */
const { values } = parseArgs({ options: { latency: { type: "string", default: "100" } } });
const latencyMs = Number(values.latency);
// The clock stands still: what is asked for in one run must be the same in the next.
const now = Date.now();
const inside = await startLoopbackServer({ now: () => now, organization: yearOrganization });
const authorization = `Bearer ${inside.adminKey}`;

/** @type {Map<string, { status: number; bytes: Buffer }>} */
const known = new Map();
let counts = { requests: 0, made: 0, bytes: 0, atOnce: 0 };
let open = 0;

const server = createServer((request, response) => {
  request.resume();
  response.setHeader("content-type", "application/json");
  response.setHeader("date", new Date(now).toUTCString());
  const url = request.url ?? "/";
  if (url === "/counts") {
    response.end(JSON.stringify(counts));
    counts = { requests: 0, made: 0, bytes: 0, atOnce: 0 };
    return;
  }
  if (request.headers.authorization !== authorization) {
    response.writeHead(401).end(JSON.stringify({ error: { message: "Incorrect API key provided.", type: "invalid_request_error", param: null, code: "invalid_api_key" } }));
    return;
  }
  open += 1;
  counts.requests += 1;
  counts.atOnce = Math.max(counts.atOnce, open);
  void delay(latencyMs).then(() => {
    open -= 1;
    const { status, bytes } = answerTo(url);
    counts.bytes += bytes.length;
    response.writeHead(status, { "content-length": bytes.length }).end(bytes);
  });
});
// A client that keeps its connections between two runs must find them open.
server.keepAliveTimeout = 0;
server.headersTimeout = 0;
server.requestTimeout = 0;
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}/v1`, key: inside.adminKey, now: Math.floor(now / 1000) })}\n`);
});
process.once("SIGTERM", () => process.exit(0));

/** @param {string} url */
function answerTo(url) {
  const before = known.get(url);
  if (before) return before;
  const { status, body } = inside.answer(url.replace("/v1/organization/", ""));
  const made = { status, bytes: Buffer.from(JSON.stringify(body)) };
  known.set(url, made);
  counts.made += 1;
  return made;
}
