import assert from "node:assert/strict";
import { randomBytes, randomInt } from "node:crypto";
import { test } from "node:test";
import { BodyCollector, bodyBytes, bytesOf, type Body } from "../../src/api/body.ts";

function collected(chunks: readonly Uint8Array[]): Body {
  const collector = new BodyCollector();
  for (const chunk of chunks) assert.ok(collector.add(chunk));
  return collector.finish();
}

/** A chunk with memory of its own, as `fetch` gives them. */
function own(size: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(randomBytes(size));
}

test("a large chunk becomes a block without being copied, also between small ones", () => {
  const [small, large, last] = [own(300), own(65_536), own(10)];
  const body = collected([small, large, last]);
  assert.equal(body[1], large.buffer);
  assert.deepEqual(body.map((block) => block.byteLength), [300, 65_536, 10]);
  assert.deepEqual(bodyBytes(body), Buffer.concat([small, large, last]));
});

test("a large chunk whose memory is somebody else's, too, is copied", () => {
  const pool = own(200_000);
  const shared = new Uint8Array(new SharedArrayBuffer(65_536));
  const chunks = [pool.subarray(0, 65_536), pool.subarray(100_000, 200_000), shared];
  const before = Buffer.concat(chunks);
  const body = collected(chunks);
  assert.ok(body.every((block) => block !== pool.buffer && block instanceof ArrayBuffer));
  pool.fill(0);
  assert.deepEqual(bodyBytes(body), before);
});

test("ten thousand small chunks are few blocks, and none is longer than what it holds", () => {
  const chunks = Array.from({ length: 10_000 }, () => own(randomInt(1, 1_000)));
  const body = collected(chunks);
  assert.ok(body.length < 20, String(body.length));
  assert.equal(bytesOf(body), chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0));
  assert.deepEqual(bodyBytes(body), Buffer.concat(chunks));
});

test("chunks of any sizes, own and not, are the bytes that came, in their order", () => {
  for (let round = 0; round < 50; round += 1) {
    const chunks = Array.from({ length: randomInt(0, 40) }, () => {
      const size = randomInt(0, 3) === 0 ? randomInt(16_000, 70_000) : randomInt(0, 5_000);
      return randomInt(0, 2) === 0 ? own(size) : own(size + 10).subarray(3, size + 3);
    });
    const body = collected(chunks);
    assert.deepEqual(bodyBytes(body), Buffer.concat(chunks));
    assert.ok(body.every((block) => block.byteLength > 0));
  }
});
