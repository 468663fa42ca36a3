import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isRetried, mostTime, mostTries, parseRetryAfter, retryDelay } from "../../src/api/retry.ts";

/** When it is tried again, and when not: the rules by themselves. */

const now = Date.UTC(2026, 10, 22, 19, 40, 11);

test("408, 409, 429 and every 5xx are tried again, and no other status", () => {
  const expected = (status: number): boolean => [408, 409, 429].includes(status) || status >= 500;
  for (let status = 200; status < 600; status += 1) assert.equal(isRetried(status), expected(status), String(status));
});

test("four tries and sixty seconds are the end, whatever the server asks for", () => {
  assert.deepEqual([mostTries, mostTime], [4, 60_000]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), fc.nat(90_000), fc.option(fc.nat(200_000), { nil: undefined }), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (tries, spent, asked, random) => {
      const delay = retryDelay(tries, spent, asked, random);
      if (delay === undefined) return;
      assert.ok(tries < 4);
      assert.ok(delay > 0 && spent + delay < 60_000);
      assert.ok(delay >= (asked ?? 0), "never earlier than the server asked for");
    }),
  );
});

test("the backoff grows, and is jittered between half and all of itself", () => {
  for (const [index, full] of [500, 1_500, 4_000].entries()) {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (random) => {
        const delay = retryDelay(index + 1, 0, undefined, random);
        assert.ok(delay !== undefined && delay >= full / 2 && delay <= full);
      }),
    );
    assert.notEqual(retryDelay(index + 1, 0, undefined, 0), retryDelay(index + 1, 0, undefined, 0.9));
  }
});

test("Retry-After is read as seconds or as a date, and nonsense as nothing", () => {
  const cases: readonly (readonly [header: string | null, milliseconds: number | undefined])[] = [
    [null, undefined],
    ["0", 0],
    ["7", 7_000],
    [" 30 ", 30_000],
    ["999999", 999_999_000],
    ["Sun, 22 Nov 2026 19:40:41 GMT", 30_000],
    ["Sun, 22 Nov 2026 19:40:00 GMT", 0],
    ["soon", undefined],
    ["", undefined],
  ];
  for (const [header, expected] of cases) assert.equal(parseRetryAfter(header, now), expected, String(header));
});

test("a Retry-After of any number of seconds that is too long gives up at once", () => {
  for (const header of ["60", "3600", "1000000", "86400000", "99999999999999999999"]) {
    assert.equal(retryDelay(1, 0, parseRetryAfter(header, now), 0.5), undefined, header);
  }
});
