import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { build } from "esbuild";
import Agent from "undici/lib/dispatcher/agent.js";
import { bodyText, bytesOf } from "../../src/api/body.ts";
import { FetchTransport } from "../../src/api/fetchTransport.ts";
import { nodeFetch } from "./support/wiring.ts";

/** The one thing that sends: what it does to the process it is loaded into, and how it treats connections. */

const signal = new AbortController().signal;
const run = promisify(execFile);

interface Counted {
  readonly url: URL;
  readonly sockets: Set<Socket>;
  /** The most connections that were open at once. */
  most: number;
  readonly requests: IncomingMessage[];
}

async function withServer(answer: (response: ServerResponse) => void, body: (counted: Counted) => Promise<void>): Promise<void> {
  const server: Server = createServer((request, response) => {
    counted.requests.push(request);
    answer(response);
  });
  let open = 0;
  server.on("connection", (socket) => {
    counted.sockets.add(socket);
    counted.most = Math.max(counted.most, ++open);
    socket.once("close", () => open--);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const counted: Counted = { url: new URL(`http://127.0.0.1:${port}/`), sockets: new Set(), most: 0, requests: [] };
  try {
    await body(counted);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** Runs the transport as the product is built, in a process of its own, between two looks at the shared dispatchers. */
async function dispatchersAround(before: string): Promise<{ readonly before: readonly string[]; readonly after: readonly string[]; readonly same: boolean; readonly status: number }> {
  const folder = await mkdtemp(path.join(tmpdir(), "transport-"));
  try {
    const file = path.join(folder, "program.cjs");
    await build({
      stdin: {
        resolveDir: process.cwd(),
        loader: "ts",
        contents: `
          const symbols = [1, 2, 3].map((n) => Symbol.for("undici.globalDispatcher." + String(n)));
          const look = () => symbols.map((symbol) => globalThis[symbol]);
          const names = (all) => all.map((one) => (one === undefined ? "unset" : String(one.mark ?? one.constructor.name)));
          async function main() {
            ${before}
            const first = look();
            const { FetchTransport } = require("./src/api/fetchTransport.ts");
            const transport = new FetchTransport(globalThis.fetch);
            const loaded = look();
            // Before any request: the built-in fetch sets its own on first use.
            if (loaded.some((one, index) => one !== first[index])) throw new Error("changed by loading");
            await fetch("data:,");
            const second = look();
            const { status } = await transport.get({ url: new URL(process.argv[2]), headers: {}, signal: new AbortController().signal });
            const last = look();
            console.log(JSON.stringify({ before: names(first), after: names(last), same: last.every((one, index) => one === second[index]), status }));
            await transport.close();
          }
          void main();
        `,
      },
      outfile: file,
      bundle: true,
      platform: "node",
      format: "cjs",
      target: "node22",
      logLevel: "error",
    });
    let said = "";
    await withServer(
      (response) => response.end("{}"),
      async ({ url }) => {
        said = (await run(process.execPath, [file, url.href])).stdout;
      },
    );
    return JSON.parse(said) as Awaited<ReturnType<typeof dispatchersAround>>;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

test("loading and using the transport leaves the dispatchers of other extensions as they are, unset ones unset", async () => {
  const fresh = await dispatchersAround("");
  assert.deepEqual([fresh.same, fresh.status], [true, 200]);
  assert.deepEqual(fresh.before, ["unset", "unset", "unset"]);
  const taken = await dispatchersAround(`for (const symbol of symbols) globalThis[symbol] = { mark: "another extension's", dispatch() { throw new Error("used"); } };`);
  assert.deepEqual([taken.same, taken.status], [true, 200]);
  assert.deepEqual(taken.after, Array(3).fill("another extension's"));
});

test("requests one after the other use connections that are kept alive", async () => {
  await withServer(
    (response) => response.end("{}"),
    async ({ url, sockets, requests }) => {
      const transport = new FetchTransport(nodeFetch);
      for (let count = 0; count < 20; count += 1) await (await transport.get({ url, headers: {}, signal })).body();
      await transport.close();
      // Two at most: a body is read to its end a moment before its connection is known to be free again.
      assert.equal(requests.length, 20);
      assert.ok(sockets.size <= 2, `${sockets.size} connections`);
    },
  );
});

test("a hundred requests at once share at most twenty-four connections", async () => {
  await withServer(
    (response) => void setTimeout(() => response.end("{}"), 10),
    async (counted) => {
      const transport = new FetchTransport(nodeFetch);
      await Promise.all(Array.from({ length: 100 }, async () => (await transport.get({ url: counted.url, headers: {}, signal })).body()));
      await transport.close();
      assert.equal(counted.requests.length, 100);
      assert.ok(counted.most > 1 && counted.most <= 24, `${counted.most} connections`);
    },
  );
});

test("it reads only, sends what it is given and nothing of its own that tells of a person", async () => {
  await withServer(
    (response) => {
      response.writeHead(418, { "X-Some": "thing" });
      response.end("tea");
    },
    async ({ url, requests }) => {
      const transport = new FetchTransport(nodeFetch);
      const response = await transport.get({ url, headers: { Authorization: "Bearer x" }, signal });
      assert.deepEqual([response.status, response.url, response.header("x-some"), response.header("x-none"), bodyText(await response.body())], [418, url.href, "thing", null, "tea"]);
      assert.deepEqual([requests[0]?.method, requests[0]?.headers.authorization, requests[0]?.headers.cookie], ["GET", "Bearer x", undefined]);
      await transport.close();
    },
  );
});

test("the host's fetch is what sends, with a dispatcher of the transport's own and no redirects followed", async () => {
  const inits: { readonly redirect?: unknown; readonly dispatcher: object; readonly method?: unknown }[] = [];
  const transport = new FetchTransport((_url, init) => {
    inits.push(init);
    return Promise.resolve(new Response("{}"));
  });
  for (let count = 0; count < 2; count += 1) await transport.get({ url: new URL("https://api.openai.com/v1/x"), headers: {}, signal });
  assert.deepEqual(inits.map(({ redirect, method }) => [redirect, method]), Array(2).fill(["manual", "GET"]));
  assert.equal(inits[0]?.dispatcher, inits[1]?.dispatcher);
  await transport.close();
});

test("where the script that sends cannot be loaded, that is said and not that nobody is there, and the next request loads it anew", async () => {
  await withServer((response) => response.end("{}"), async ({ url }) => {
    const loaded = new Agent({});
    const made = [() => Promise.reject(Object.assign(new Error("Cannot find module './undici.js'"), { code: "MODULE_NOT_FOUND" })), () => Promise.resolve(loaded)];
    const transport = new FetchTransport(nodeFetch, () => made.shift()?.() ?? assert.fail("it is loaded once"));
    const get = (): Promise<unknown> => transport.get({ url, headers: {}, signal });
    const refused = await Promise.allSettled([get(), get()]);
    for (const one of refused) assert.match(one.status === "rejected" ? String(one.reason) : "", /could not be loaded\. Reload the window\./);
    await Promise.all([get(), get()]);
    await transport.close();
  });
});

test("closing ends what is under way", async () => {
  await withServer(
    () => undefined,
    async ({ url }) => {
      const transport = new FetchTransport(nodeFetch);
      const under = assert.rejects(transport.get({ url, headers: {}, signal }));
      await new Promise((resolve) => setTimeout(resolve, 30));
      await transport.close();
      await under;
    },
  );
});

test("answers that all come at once leave the event loop its turns", async () => {
  const [answers, chunk, chunks] = [16, 65_536, 64];
  let [taken, most] = [0, 0];
  const longAnswer = (): Response => {
    let left = chunks;
    return new Response(
      new ReadableStream<Uint8Array>({
        pull: (controller) => {
          taken += chunk;
          most = Math.max(most, taken);
          if (left-- > 0) controller.enqueue(new Uint8Array(chunk));
          else controller.close();
        },
      }),
    );
  };
  const transport = new FetchTransport(() => Promise.resolve(longAnswer()), () => Promise.resolve(new Agent()));
  let going = true;
  const turn = (): void => {
    taken = 0;
    if (going) setImmediate(turn);
  };
  turn();
  const bodies = await Promise.all(Array.from({ length: answers }, async () => (await transport.get({ url: new URL("http://127.0.0.1/"), headers: {}, signal })).body()));
  going = false;
  await transport.close();
  assert.deepEqual(bodies.map(bytesOf), Array.from({ length: answers }, () => chunks * chunk));
  // Half a megabyte, and of each answer what was under way.
  assert.ok(most <= 2 ** 19 + answers * 2 * chunk, `${most} of ${answers * chunks * chunk} bytes at once`);
});
