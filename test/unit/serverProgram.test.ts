import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { build } from "esbuild";

test("the server as a program: one line when it is ready, answers with the given key, ends on SIGTERM", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "loopback-"));
  try {
    const file = path.join(folder, "main.cjs");
    await build({ entryPoints: ["test/server/main.ts"], outfile: file, bundle: true, platform: "node", format: "cjs", logLevel: "error" });
    const program = spawn(process.execPath, [file, "--key", "sk-admin-of-this-test"], { stdio: ["ignore", "pipe", "inherit"] });
    const ended = once(program, "exit");
    const line: readonly unknown[] = await once(program.stdout, "data");
    const { url, key } = JSON.parse(String(line[0])) as { readonly url: string; readonly key: string };
    assert.equal(key, "sk-admin-of-this-test");
    const start = Math.floor(Date.now() / 1000);
    const response = await fetch(`${url}/organization/costs?start_time=${start}`, { headers: { authorization: `Bearer ${key}` } });
    assert.equal(response.status, 200);
    await response.text();
    program.kill("SIGTERM");
    assert.deepEqual(await ended, [0, null]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
