import assert from "node:assert/strict";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { connect, eventually, set } from "./support.ts";

/** A plain forward proxy that counts; VS Code never asks a proxy for 127.0.0.1, so the address asked for is 127.0.0.2. */
function countingProxy(counted: string[]): Promise<Server> {
  const proxy = createServer((incoming, outgoing) => {
    const target = new URL(incoming.url ?? "");
    counted.push(target.pathname);
    const onward = request({ host: "127.0.0.1", port: target.port, path: target.pathname + target.search, method: incoming.method, headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on("error", () => outgoing.destroy());
    onward.end();
  });
  // A tunnel works as well: some versions ask for one for plain http, too.
  proxy.on("connect", (incoming, socket) => {
    counted.push(`CONNECT ${incoming.url ?? ""}`);
    const [, port] = (incoming.url ?? "").split(":");
    import("node:net").then(({ connect: dial }) => {
      const onward = dial(Number(port), "127.0.0.1", () => {
        socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
        onward.pipe(socket);
        socket.pipe(onward);
      });
      onward.on("error", () => socket.destroy());
      socket.on("error", () => onward.destroy());
    }, () => socket.destroy());
  });
  return new Promise((resolve) => proxy.listen(0, "127.0.0.1", () => {
    resolve(proxy);
  }));
}

test("requests go through the proxy of VS Code's settings", { timeout: 60_000 }, async () => {
  const counted: string[] = [];
  const proxy = await countingProxy(counted);
  await set("http.proxy", `http://127.0.0.1:${String((proxy.address() as AddressInfo).port)}`);
  const { server, end } = await connect((own) => own.url.replace("127.0.0.1", "127.0.0.2"));
  try {
    await eventually("the server was asked", () => {
      assert.ok(server.requests.some((one) => one.endpoint === "costs"), `proxy saw ${JSON.stringify(counted)}`);
    });
    assert.ok(counted.length > 0, "the server was reached, but not through the proxy");
  } finally {
    await end();
    await set("http.proxy", undefined);
    proxy.closeAllConnections();
    proxy.close();
  }
});
