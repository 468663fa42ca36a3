import { parseArgs } from "node:util";
import { allScopes, defaultAdminKey, defaultKeys } from "./keys.ts";
import { startLoopbackServer } from "./loopbackServer.ts";

/**
 * The loopback server as a program: serves the sample organization, prints one line of JSON when it is ready, and ends on SIGTERM or
 * SIGINT. `--port` (default: a free one), `--key` (default: an invented admin key), `--latency` in milliseconds.
 * `--now` (an ISO time) stops its clock there: today's cost then stays what it is.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { port: { type: "string" }, key: { type: "string" }, latency: { type: "string" }, now: { type: "string" } },
  });
  const key = values.key ?? defaultAdminKey;
  const stopped = values.now === undefined ? undefined : Date.parse(values.now);
  const server = await startLoopbackServer({
    port: Number(values.port ?? 0),
    keys: [{ key, scopes: allScopes }, ...defaultKeys.filter((each) => each.key !== defaultAdminKey)],
    ...(stopped === undefined ? {} : { now: () => stopped }),
    ...(values.latency === undefined ? {} : { latencyMs: Number(values.latency) }),
  });
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => void server.close().then(() => process.exit(0)));
  }
  process.stdout.write(`${JSON.stringify({ url: server.url, key: server.adminKey })}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
