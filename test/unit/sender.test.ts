import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import fc from "fast-check";
import { bodyText } from "../../src/api/body.ts";
import { DeepSleepClock, FakeClock, untilAborted } from "./support/fakeClock.ts";
import { refusal } from "./support/refusal.ts";
import { fetchFailed, scriptedKey, ScriptedTransport, scriptedNow as now, scriptedSender, type Scripted } from "./support/scripted.ts";

/** The sender alone, over a transport that does as it is told and a clock that is set. */

const path = "organization/costs";
const idle = new AbortController().signal;
const good: Scripted = { body: `{"object":"page"}` };

test("each failing status is tried until it works, at most four times in all", async () => {
  for (const status of [408, 409, 429, 500, 502, 503, 504, 529, 599]) {
    for (const failures of [1, 2, 3]) {
      const transport = new ScriptedTransport(...Array<Scripted>(failures).fill({ status }), good);
      const answer = await scriptedSender(transport, { clock: new FakeClock(now) }).send(path, [], idle);
      assert.deepEqual([bodyText(answer.body), transport.requests.length], [good.body, failures + 1]);
    }
    const transport = new ScriptedTransport({ status });
    const error = await refusal(scriptedSender(transport, { clock: new FakeClock(now) }).send(path, [], idle));
    assert.equal(error.kind, status === 429 ? "rateLimited" : "serverFailed");
    assert.deepEqual([transport.requests.length, error.detail.status], [4, status]);
  }
});

test("broken connections and timeouts are tried again, before the headers and inside the body", async () => {
  const kinds = { ECONNRESET: "offline", ECONNREFUSED: "offline", ENOTFOUND: "offline", UND_ERR_SOCKET: "offline", UND_ERR_HEADERS_TIMEOUT: "timeout", UND_ERR_BODY_TIMEOUT: "timeout", UND_ERR_CONNECT_TIMEOUT: "timeout", ETIMEDOUT: "timeout" } as const;
  for (const [code, kind] of Object.entries(kinds)) {
    for (const failure of [{ fails: fetchFailed(code) }, { bodyFails: fetchFailed(code) }]) {
      const mended = new ScriptedTransport(failure, good);
      assert.equal(bodyText((await scriptedSender(mended, { clock: new FakeClock(now) }).send(path, [], idle)).body), good.body);
      const broken = new ScriptedTransport(failure);
      await refusal(scriptedSender(broken, { clock: new FakeClock(now) }).send(path, [], idle), kind);
      assert.equal(broken.requests.length, 4, code);
    }
  }
});

test("what only a person can mend is asked for once", async () => {
  const once: readonly (readonly [Scripted, string])[] = [
    [{ status: 400, body: `{"error":{"message":"no"}}` }, "badRequest"],
    [{ status: 401, body: `{"error":{"message":"no"}}` }, "keyRejected"],
    [{ status: 403, body: `{"error":{"message":"no"}}` }, "scopeMissing"],
    [{ status: 404, body: `{"error":{"message":"no"}}` }, "badRequest"],
    [{ status: 407 }, "notTheApi"],
    [{ status: 422, body: "{}" }, "notTheApi"],
    [{ status: 302, headers: { location: "https://elsewhere.example/" } }, "redirected"],
    [{ body: "<!doctype html>" }, "notTheApi"],
    [{ fails: fetchFailed("CERT_HAS_EXPIRED") }, "offline"],
    [{ fails: fetchFailed("SELF_SIGNED_CERT_IN_CHAIN") }, "offline"],
    [{ fails: fetchFailed("UNABLE_TO_VERIFY_LEAF_SIGNATURE") }, "offline"],
  ];
  for (const [line, kind] of once) {
    const transport = new ScriptedTransport(line);
    const error = await refusal(scriptedSender(transport, { clock: new FakeClock(now) }).send(path, [], idle));
    assert.deepEqual([error.kind, transport.requests.length], [kind, 1], JSON.stringify(line));
  }
});

test("Retry-After is waited for, in seconds and as a date; one that is too long is not waited for at all", async () => {
  const wait = async (header: string, dated: Readonly<Record<string, string>> = {}): Promise<readonly number[]> => {
    const clock = new FakeClock(now);
    const transport = new ScriptedTransport({ status: 429, headers: { "retry-after": header, ...dated } }, good);
    await scriptedSender(transport, { clock }).send(path, [], idle).catch(() => undefined);
    return clock.sleeps;
  };
  assert.deepEqual(await wait("9"), [9_000]);
  assert.deepEqual(await wait(new Date(now + 21_000).toUTCString()), [21_000]);
  // A date is of the server's clock, as the answer's own date is: this machine's may be days off.
  for (const off of [-86_400_000, 86_400_000]) {
    assert.deepEqual(await wait(new Date(now + off + 5_000).toUTCString(), { date: new Date(now + off).toUTCString() }), [5_000]);
  }
  for (const header of ["60", "3600", "1000000", new Date(now + 3_600_000).toUTCString()]) assert.deepEqual(await wait(header), [], header);
});

test("tries and waits together never pass sixty seconds, whatever each try takes and the server asks for", async () => {
  const step = fc.record({ takes: fc.nat(40_000), retryAfter: fc.option(fc.nat(70), { nil: undefined }), status: fc.constantFrom(408, 409, 429, 500, 503) });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), async (steps, random) => {
      const clock = new FakeClock(now);
      const begun: number[] = [];
      const script = steps.map(({ takes, retryAfter, status }): Scripted => ({
        status,
        headers: retryAfter === undefined ? {} : { "retry-after": String(retryAfter) },
        before: () => {
          begun.push(clock.now());
          clock.pass(takes);
        },
      }));
      await refusal(scriptedSender(new ScriptedTransport(...script), { clock, random: () => random }).send(path, [], idle));
      assert.ok(begun.length <= 4);
      assert.ok(begun.every((at) => at - now < 60_000), "no try begins after the end");
    }),
    { numRuns: 300 },
  );
});

/** Puts the sixty seconds into the test's hands. */
function handTimeout(t: TestContext): { readonly asked: number[]; readonly end: () => void } {
  const asked: number[] = [];
  const timer = new AbortController();
  t.mock.method(AbortSignal, "timeout", (milliseconds: number) => {
    asked.push(milliseconds);
    return timer.signal;
  });
  return { asked, end: () => timer.abort(new DOMException("timed out", "TimeoutError")) };
}

test("a server that never answers is given up after sixty seconds, as a timeout", async (t) => {
  const timeout = handTimeout(t);
  const hanging = new ScriptedTransport({
    before: ({ signal }) => {
      setImmediate(timeout.end);
      return untilAborted(signal);
    },
  });
  await refusal(scriptedSender(hanging, { clock: new FakeClock(now) }).send(path, [], idle), "timeout");
  assert.deepEqual([timeout.asked, hanging.requests.length], [[60_000], 1]);
});

test("what still flows after sixty seconds is not cut off, and ends after five minutes", async (t) => {
  const timers: { readonly milliseconds: number; readonly end: AbortController }[] = [];
  t.mock.method(AbortSignal, "timeout", (milliseconds: number) => {
    const end = new AbortController();
    timers.push({ milliseconds, end });
    return end.signal;
  });
  const end = (milliseconds: number): void => timers.find((timer) => timer.milliseconds === milliseconds)?.end.abort(new DOMException("timed out", "TimeoutError"));
  const flowing = (last: number): ScriptedTransport => {
    const transport = new ScriptedTransport(good);
    const whole = transport.get.bind(transport);
    transport.get = async (request) => {
      const response = await whole(request);
      return {
        ...response,
        body: async () => {
          setImmediate(end, 60_000);
          if (last > 60_000) setImmediate(end, last);
          await Promise.race([untilAborted(request.signal), new Promise((resolve) => setTimeout(resolve, 20))]);
          return await response.body();
        },
      };
    };
    return transport;
  };
  const slow = await scriptedSender(flowing(60_000), { clock: new FakeClock(now) }).send(path, [], idle);
  assert.equal(bodyText(slow.body), good.body);
  timers.length = 0;
  await refusal(scriptedSender(flowing(300_000), { clock: new FakeClock(now) }).send(path, [], idle), "timeout");
});

test("sixty seconds that end while waiting end with the last failure", async (t) => {
  const timeout = handTimeout(t);
  const clock = new DeepSleepClock(now);
  const sent = scriptedSender(new ScriptedTransport({ status: 503 }), { clock }).send(path, [], idle);
  void clock.asleep.then(timeout.end);
  await refusal(sent, "serverFailed");
});

test("cancelling ends it at every await: the key, the request, the body, the wait", async () => {
  const during: Readonly<Record<string, (stop: AbortController) => Promise<unknown>>> = {
    "before anything": (stop) => {
      stop.abort();
      return scriptedSender(new ScriptedTransport(good), { clock: new FakeClock(now) }).send(path, [], stop.signal);
    },
    "the key": (stop) => {
      setImmediate(() => stop.abort());
      return scriptedSender(new ScriptedTransport(good), { clock: new FakeClock(now), key: () => new Promise(() => undefined) }).send(path, [], stop.signal);
    },
    "the request": (stop) => {
      setImmediate(() => stop.abort());
      return scriptedSender(new ScriptedTransport({ before: ({ signal }) => untilAborted(signal) }), { clock: new FakeClock(now) }).send(path, [], stop.signal);
    },
    "the body": (stop) => {
      const transport = new ScriptedTransport(good);
      const whole = transport.get.bind(transport);
      transport.get = async (request) => ({ ...(await whole(request)), body: () => untilAborted(request.signal) });
      setImmediate(() => stop.abort());
      return scriptedSender(transport, { clock: new FakeClock(now) }).send(path, [], stop.signal);
    },
    "the wait": (stop) => {
      const clock = new DeepSleepClock(now);
      void clock.asleep.then(() => stop.abort());
      return scriptedSender(new ScriptedTransport({ status: 503 }), { clock }).send(path, [], stop.signal);
    },
  };
  for (const [where, act] of Object.entries(during)) {
    const late = new Promise((_resolve, reject) => setTimeout(() => reject(new Error(`not cancelled during ${where}`)), 2_000).unref());
    await refusal(Promise.race([act(new AbortController()), late]), "cancelled");
  }
});

test("the key is asked for anew at each try, and without one nothing is sent", async () => {
  const keys = ["sk-admin-first-0123456789abcdef", "sk-admin-other-0123456789abcdef"];
  let asked = 0;
  const transport = new ScriptedTransport({ status: 500 }, good);
  await scriptedSender(transport, { clock: new FakeClock(now), key: () => Promise.resolve(keys[asked++]) }).send(path, [], idle);
  assert.deepEqual(transport.requests.map(({ headers }) => headers["Authorization"]), keys.map((key) => `Bearer ${key}`));

  const unused = new ScriptedTransport(good);
  await refusal(scriptedSender(unused, { clock: new FakeClock(now), key: () => Promise.resolve(undefined) }).send(path, [], idle), "noKey");
  assert.equal(unused.requests.length, 0);
});

test("a key that cannot be read is an error of its own kind of words, not a raw exception", async () => {
  const unused = new ScriptedTransport(good);
  const key = (): Promise<string> => Promise.reject(new Error(`keyring is locked: ${scriptedKey}`));
  const error = await refusal(scriptedSender(unused, { clock: new FakeClock(now), key }).send(path, [], idle));
  assert.equal(unused.requests.length, 0);
  assert.ok(!error.message.includes(scriptedKey));
});

test("what is logged names path, reason and next try, and never the key", async () => {
  const lines: string[] = [];
  const transport = new ScriptedTransport({ status: 500, body: JSON.stringify({ error: { message: `bad ${scriptedKey}` } }) });
  await refusal(scriptedSender(transport, { clock: new FakeClock(now), random: () => 1, log: (line) => lines.push(line) }).send(path, [["start_time", "1"]], idle));
  assert.equal(lines.length, 4);
  assert.match(lines[0] ?? "", /^GET organization\/costs: .*Try 2 in 500 ms\.$/);
  assert.ok(lines.every((line) => !line.includes(scriptedKey) && !line.includes("0123456789")));
});
