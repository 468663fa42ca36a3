import { startLoopbackServer } from "../../server/loopbackServer.ts";

/** A server in a process of its own whose costs are one page of 60 MB at the most. Prints its address and the key. */
const server = await startLoopbackServer({ now: () => Number(process.argv[2]) });
server.behave({ does: "zeros" }, { endpoint: /^usage/ });
server.behave({ does: "huge", megabytes: 60 }, { endpoint: "costs" });
process.stdout.write(`${JSON.stringify({ url: server.url, key: server.adminKey })}\n`);
