import assert from "node:assert/strict";
import { request } from "node:http";
import { test } from "node:test";
import type { Behaviour } from "../server/behaviours.ts";
import { startLoopbackServer } from "../server/loopbackServer.ts";
import type { LoopbackServer } from "../server/loopbackServer.ts";
import { get, getError, getPage, now, secondsPerDay, today, withServer } from "./serverFetching.ts";

const path = `costs?start_time=${today - 3 * secondsPerDay}`;

interface Raw {
  readonly status: number | null;
  readonly length: string | undefined;
  readonly text: string;
  /** The code of the error that ended the request or the answer; null where it ended well. */
  readonly error: string | null;
}

/** One request over a connection of its own, with whatever of the answer came. */
function raw(server: LoopbackServer, milliseconds = 2000): Promise<Raw> {
  return new Promise((resolve) => {
    let status: number | null = null;
    let length: string | undefined;
    let text = "";
    const done = (error: string | null): void => {
      resolve({ status, length, text, error });
      outgoing.destroy();
    };
    const outgoing = request(
      `${server.url}/organization/${path}`,
      { agent: false, headers: { authorization: `Bearer ${server.adminKey}` } },
      (response) => {
        status = response.statusCode ?? null;
        length = response.headers["content-length"];
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => (text += chunk));
        response.on("end", () => done(null));
        response.on("error", (error: NodeJS.ErrnoException) => done(error.code ?? error.message));
      },
    );
    outgoing.on("error", (error: NodeJS.ErrnoException) => done(error.code ?? error.message));
    outgoing.setTimeout(milliseconds, () => done("TIMEOUT"));
    outgoing.end();
  });
}

async function behaving(behaviour: Behaviour, body: (server: LoopbackServer) => Promise<void>): Promise<void> {
  await withServer({}, async (server) => {
    server.behave(behaviour);
    await body(server);
  });
}

test("error statuses come in the API's error shape, with Retry-After or without", async () => {
  for (const status of [408, 409, 429, 500, 502, 503, 504]) {
    await behaving({ does: "status", status }, async (server) => {
      const { headers, json } = await get(server, path);
      assert.equal(headers.get("retry-after"), null);
      assert.equal(typeof (json as { readonly error: { readonly message: string } }).error.message, "string");
      assert.equal((await getError(server, path)).status, status);
    });
  }
  await behaving({ does: "status", status: 429, retryAfter: 7 }, async (server) => {
    assert.equal((await get(server, path)).headers.get("retry-after"), "7");
  });
});

test("slow: before the headers, or in the middle of the body", async () => {
  for (const behaviour of [
    { does: "slow", beforeHeadersMs: 150 },
    { does: "slow", midBodyMs: 150 },
  ] as const) {
    await behaving(behaviour, async (server) => {
      const started = performance.now();
      assert.deepEqual(await getPage(server, path), JSON.parse(JSON.stringify(server.answer(path).body)));
      assert.ok(performance.now() - started > 140);
    });
  }
});

test("hanging: no headers ever, or half a body and then nothing", async () => {
  await behaving({ does: "hang" }, async (server) => {
    assert.deepEqual(await raw(server, 150), { status: null, length: undefined, text: "", error: "TIMEOUT" });
  });
  await behaving({ does: "hang", at: "body" }, async (server) => {
    const got = await raw(server, 150);
    assert.deepEqual([got.status, got.error], [200, "TIMEOUT"]);
    assert.ok(got.text.length > 0 && got.text.length < Number(got.length));
  });
});

test("reset: before the headers, or in the middle of the body", async () => {
  await behaving({ does: "reset" }, async (server) => {
    assert.deepEqual(await raw(server), { status: null, length: undefined, text: "", error: "ECONNRESET" });
  });
  await behaving({ does: "reset", at: "body" }, async (server) => {
    const got = await raw(server);
    assert.deepEqual([got.status, got.error], [200, "ECONNRESET"]);
  });
});

test("truncated JSON: with an honest length, a lying one, and none", async () => {
  await behaving({ does: "truncated", contentLength: "honest" }, async (server) => {
    const got = await raw(server);
    assert.deepEqual([got.status, got.error, got.text.length], [200, null, Number(got.length)]);
    assert.throws(() => JSON.parse(got.text));
  });
  await behaving({ does: "truncated", contentLength: "lying" }, async (server) => {
    const got = await raw(server);
    assert.deepEqual([got.status, got.error], [200, "ECONNRESET"]);
    assert.ok(got.text.length > 0 && got.text.length < Number(got.length));
  });
  await behaving({ does: "truncated", contentLength: "none" }, async (server) => {
    const got = await raw(server);
    assert.deepEqual([got.status, got.error, got.length], [200, null, undefined]);
    assert.throws(() => JSON.parse(got.text));
  });
});

test("HTML with 200 and 502, and any other text", async () => {
  for (const status of [200, 502]) {
    await behaving({ does: "html", status }, async (server) => {
      const got = await get(server, path);
      assert.deepEqual([got.status, got.headers.get("content-type")], [status, "text/html; charset=utf-8"]);
      assert.match(got.text, /^<!DOCTYPE html>/);
    });
  }
  await behaving({ does: "text", contentType: "application/json", body: "upstream connect error" }, async (server) => {
    const got = await get(server, path);
    assert.deepEqual([got.status, got.text, got.json], [200, "upstream connect error", undefined]);
  });
});

test("a redirect to another origin", async () => {
  await withServer({}, async (elsewhere) => {
    await behaving({ does: "redirect", to: `${elsewhere.url}/organization/${path}`, status: 307 }, async (server) => {
      const got = await get(server, path);
      assert.deepEqual([got.status, got.headers.get("location")], [307, `${elsewhere.url}/organization/${path}`]);
      assert.equal(elsewhere.requests.length, 0);
    });
  });
});

test("a wrong object and a missing field, of the page, its buckets and its rows", async () => {
  await behaving({ does: "wrongObject", of: "page" }, async (server) =>
    assert.equal((await getPage(server, path)).object, "organization.something.else"),
  );
  await behaving({ does: "wrongObject", of: "bucket" }, async (server) =>
    assert.ok((await getPage(server, path)).data.every((bucket) => bucket.object !== "bucket")),
  );
  await behaving({ does: "wrongObject", of: "row" }, async (server) =>
    assert.ok((await getPage(server, path)).data[0]?.results.every((row) => row["object"] !== "organization.costs.result")),
  );
  await behaving({ does: "missingField", of: "page", field: "has_more" }, async (server) =>
    assert.ok(!("has_more" in (await getPage(server, path)))),
  );
  await behaving({ does: "missingField", of: "bucket", field: "end_time" }, async (server) =>
    assert.ok(!("end_time" in ((await getPage(server, path)).data[0] ?? {}))),
  );
  await behaving({ does: "missingField", of: "row", field: "object" }, async (server) =>
    assert.ok(!("object" in ((await getPage(server, path)).data[0]?.results[0] ?? {}))),
  );
});

test("amounts that are none, verbatim", async () => {
  for (const json of ["NaN", "Infinity", "1e999", "-5", '"NaN"', '"-Infinity"', '"12.50"', "1e30", "null", '"1,5"']) {
    await behaving({ does: "amount", json }, async (server) => {
      assert.ok((await get(server, path)).text.includes(`"amount":{"value":${json},"currency":"usd"}`));
    });
  }
});

test("cursors that are missing, repeated, looping and endless", async () => {
  const cursors = async (server: LoopbackServer, pages: number): Promise<readonly (string | null)[]> => {
    const seen: (string | null)[] = [];
    for (let i = 0; i < pages; i++) {
      const last = seen.at(-1) ?? null;
      const page = await getPage(server, last === null ? path : `${path}&page=${encodeURIComponent(last)}`);
      assert.equal(page.has_more, true);
      assert.ok(page.data.length > 0);
      seen.push(page.next_page);
    }
    return seen;
  };
  await behaving({ does: "noCursor" }, async (server) => assert.deepEqual(await cursors(server, 1), [null]));
  await behaving({ does: "repeatedCursor" }, async (server) => assert.equal(new Set(await cursors(server, 4)).size, 1));
  await behaving({ does: "cursorLoop" }, async (server) => {
    const [a, b, c, d, e] = await cursors(server, 5);
    assert.notEqual(a, b);
    assert.deepEqual([c, d, e], [a, b, a]);
  });
  await behaving({ does: "endlessPages" }, async (server) => assert.equal(new Set(await cursors(server, 30)).size, 30));
});

test("a last page that is empty", async () => {
  await behaving({ does: "emptyLastPage" }, async (server) => {
    const first = await getPage(server, path);
    assert.equal(first.has_more, true);
    const last = await getPage(server, `${path}&page=${encodeURIComponent(first.next_page ?? "")}`);
    assert.deepEqual(last, { object: "page", data: [], has_more: false, next_page: null });
  });
});

test("buckets in the wrong order, twice, missing, and empty; and any other change", async () => {
  const starts = async (server: LoopbackServer): Promise<readonly number[]> =>
    (await getPage(server, path)).data.map((bucket) => (bucket.start_time - today) / secondsPerDay);
  await behaving({ does: "wrongOrder" }, async (server) => assert.deepEqual(await starts(server), [0, -1, -2, -3]));
  await behaving({ does: "repeatedBucket" }, async (server) => assert.deepEqual(await starts(server), [-3, -3, -2, -1, 0]));
  await behaving({ does: "withoutLastBucket" }, async (server) => assert.deepEqual(await starts(server), [-3, -2, -1]));
  await behaving({ does: "zeros" }, async (server) =>
    assert.ok((await getPage(server, path)).data.every((bucket) => bucket.results.length === 0)),
  );
  await behaving({ does: "edit", edit: (body) => ({ ...body, surprise: 1 }) }, async (server) =>
    assert.ok("surprise" in (await getPage(server, path))),
  );
  await behaving({ does: "edit", edit: () => null }, async (server) => assert.equal((await get(server, path)).text, "null"));
});

test("a storm: half of all answers are 429, the same ones in every run, until it is over", async () => {
  const storm = async (): Promise<readonly number[]> => {
    const statuses: number[] = [];
    await withServer({}, async (server) => {
      const rule = server.behave({ does: "status", status: 429 }, { probability: 0.5, seed: 3 });
      for (let i = 0; i < 60; i++) statuses.push((await get(server, "spend_limit")).status);
      assert.equal(rule.applied, statuses.filter((status) => status === 429).length);
      rule.remove();
      assert.equal((await get(server, "spend_limit")).status, 200);
    });
    return statuses;
  };
  const first = await storm();
  assert.ok(Math.abs(first.filter((status) => status === 429).length - 30) < 12);
  assert.deepEqual(await storm(), first);
});

test("a limit of 5 requests a second lets a burst through, then 5 a second", async () => {
  await behaving({ does: "rateLimit", perSecond: 5, burst: 3 }, async (server) => {
    const burst = await Promise.all(Array.from({ length: 8 }, () => get(server, "spend_limit")));
    const refused = burst.filter(({ status }) => status === 429);
    assert.ok(refused.length >= 4, String(refused.length));
    assert.ok(refused.every(({ headers }) => headers.get("retry-after") === "1"));
    await new Promise((resolve) => setTimeout(resolve, 450));
    const later = await Promise.all(Array.from({ length: 2 }, () => get(server, "spend_limit")));
    assert.deepEqual(
      later.map(({ status }) => status),
      [200, 200],
    );
  });
});

test("a grouping that the organization does not have is refused, others are not", async () => {
  await behaving({ does: "rejectGroupBy", field: "api_key_id" }, async (server) => {
    assert.equal((await getError(server, `${path}&group_by[]=project_id&group_by[]=api_key_id`)).param, "group_by");
    assert.equal((await get(server, `${path}&group_by=project_id`)).status, 200);
  });
});

test("grouped by line item alone, the project may stay", async () => {
  await behaving({ does: "keepProject" }, async (server) => {
    const rows = (await getPage(server, `${path}&group_by=line_item`)).data.flatMap((bucket) => bucket.results);
    assert.ok(rows.some((row) => row["project_id"] !== null && row["line_item"] !== null));
  });
});

test("rules choose by endpoint, by number and by how often; the newest comes first", async () => {
  await withServer({}, async (server) => {
    const statuses = async (asked: string, count: number): Promise<readonly number[]> => {
      const got: number[] = [];
      for (let i = 0; i < count; i++) got.push((await get(server, asked)).status);
      return got;
    };
    server.behave({ does: "status", status: 503 }, { endpoint: /^usage\//, nth: { from: 3 } });
    server.behave({ does: "status", status: 500 }, { endpoint: "usage/images", nth: 2 });
    server.behave({ does: "status", status: 429 }, { endpoint: "projects", times: 2 });
    assert.deepEqual(await statuses(`usage/images?start_time=${today}`, 4), [200, 500, 503, 503]);
    assert.deepEqual(await statuses("projects", 4), [429, 429, 200, 200]);
    assert.deepEqual(await statuses("users", 1), [200]);
  });
});

test("trouble does not open doors: without a key there is still no data", async () => {
  for (const does of ["zeros", "wrongOrder", "keepProject", "huge"] as const) {
    await behaving({ does }, async (server) => assert.equal((await get(server, path, { headers: {} })).status, 401));
  }
});

test("closing ends what hangs, and frees the port", async () => {
  const server = await startLoopbackServer({ now: () => now });
  server.behave({ does: "hang" });
  const hanging = assert.rejects(get(server, path));
  await new Promise((resolve) => setTimeout(resolve, 30));
  await server.close();
  await hanging;
  const again = await startLoopbackServer({ now: () => now, port: Number(new URL(server.url).port) });
  assert.equal((await get(again, path)).status, 200);
  await again.close();
});
