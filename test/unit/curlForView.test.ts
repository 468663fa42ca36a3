import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { promisify } from "node:util";
import { defaultBaseUrl, parseBaseUrl } from "../../src/api/baseUrl.ts";
import { allDimensions, dimensionSpec } from "../../src/domain/dimensions.ts";
import { allSources, sourceSpec } from "../../src/domain/sources.ts";
import { defaultView, rangePresets, resolveView, withSource, type RangePreset, type ViewQuery } from "../../src/domain/viewQuery.ts";
import { curlForView } from "../../src/model/curlForView.ts";
import { exportFile } from "../../src/model/exportRows.ts";
import { sundayEvening } from "./modelSupport/fakeClock.ts";
import { exactSum } from "./modelSupport/exactSum.ts";
import { withModel } from "./modelSupport/modelOnServer.ts";

const run = promisify(execFile);
const now = sundayEvening / 1000;
const presets = Object.keys(rangePresets) as RangePreset[]; // keys of the table, by its type

/** What `curl` would be called with: a shell of its own runs the text with a function in curl's place. */
async function whatArrives(text: string, key = "the-key"): Promise<readonly (readonly string[])[]> {
  const script = `curl() { printf '%s\\0' "$#" "$@"; }\n${text}`;
  const { stdout, stderr } = await run("/bin/bash", ["--norc", "--noprofile", "-c", script], { env: { PATH: "/nonexistent", OPENAI_ADMIN_KEY: key }, cwd: "/" });
  assert.equal(stderr, "");
  const parts = stdout.split("\0").slice(0, -1);
  const calls: string[][] = [];
  while (parts.length > 0) calls.push(parts.splice(0, Number(parts.shift())));
  return calls;
}

const hostile = [
  "'; touch /tmp/openai-spend-was-here; echo '",
  "$(touch /tmp/openai-spend-was-here) `id` ${HOME} $OPENAI_ADMIN_KEY",
  "a\nb\r\nc\u0000d",
  '"; exit 1; "',
  "\\'\\\\",
  "!! !$ ~ * ? [a] {b,c} # & | > < ;",
  "&project_ids=proj_other&limit=1#fragment",
  "\u202Etxt\u2028x",
  "%27%00+ +",
];

test("whatever a filter holds arrives as it is, in one argument, and nothing else is run", async () => {
  const view: ViewQuery = { ...defaultView, source: "completions", metric: "input_tokens", groupBy: "model", range: "last7Days", filters: { model: hostile, project_id: hostile } };
  const calls = await whatArrives(curlForView(view, now, parseBaseUrl("https://api.openai.com/v1")));
  assert.equal(calls.length, 1);
  const [address = "", flag, header] = calls[0] ?? [];
  assert.equal(calls[0]?.length, 3);
  assert.deepEqual([flag, header], ["-H", "Authorization: Bearer the-key"]);
  const url = new URL(address);
  assert.equal(url.origin + url.pathname, "https://api.openai.com/v1/organization/usage/completions");
  assert.deepEqual(url.searchParams.getAll("models"), hostile);
  assert.deepEqual(url.searchParams.getAll("project_ids"), hostile);
  assert.deepEqual(url.searchParams.getAll("limit"), ["7"]);
  assert.equal(existsSync("/tmp/openai-spend-was-here"), false);
});

test("the base address is part of the command, quoted", async () => {
  const base = parseBaseUrl("https://proxy.example/it's/$(id)/v1");
  const [[address = ""] = []] = await whatArrives(curlForView(defaultView, now, base));
  assert.ok(address.startsWith(`${base.href}/organization/costs?`));
  const [[usual = ""] = []] = await whatArrives(curlForView(defaultView, now, undefined));
  assert.ok(usual.startsWith(`${defaultBaseUrl}/organization/costs?`));
});

test("every source, range and width gives requests that the server takes, without a key in the text", async () => {
  await withModel({}, async ({ server }) => {
    for (const source of allSources)
      for (const range of presets)
        for (const width of ["auto", "1m", "1h", "1d"] as const) {
          const view = { ...withSource({ ...defaultView, range }, source), width };
          const text = curlForView(view, now, parseBaseUrl(server.url));
          assert.ok(!text.includes("sk-") && text.includes("$OPENAI_ADMIN_KEY"));
          const addresses = [...text.matchAll(/^curl '([^']+)'/gm)].map(([, address]) => new URL(address ?? ""));
          assert.ok(addresses.length > 0);
          const { from, to } = resolveView(view, now);
          assert.equal(addresses[0]?.searchParams.get("start_time"), String(from));
          for (const [index, url] of addresses.entries()) {
            const answer = server.answer(`${url.pathname.replace("/v1/organization/", "")}${url.search}`);
            assert.equal(answer.status, 200, `${url.href} ${JSON.stringify(answer.body)}`);
            const next = addresses[index + 1]?.searchParams.get("start_time");
            const end = url.searchParams.get("end_time");
            if (next !== undefined) assert.equal(end, next, "windows follow on one another");
            else assert.ok(end === null ? to > now - 86_400 : Number(end) === to);
          }
        }
  });
});

interface Page {
  readonly data: readonly { readonly results: readonly { readonly amount: { readonly value: string | number } }[] }[];
  readonly has_more: boolean;
}

test("what the commands fetch amounts to the number that is shown", async () => {
  await withModel({ settings: { range: 90 } }, async ({ start, model, server }) => {
    await start();
    const project = model.session?.history.dictionary.texts().find((text) => text.startsWith("proj_")) ?? "";
    const views: readonly ViewQuery[] = [
      { ...defaultView, range: "monthToDate" },
      { ...defaultView, range: "today", groupBy: "line_item" },
      { ...defaultView, range: "lastMonth", filters: { project_id: [project] } },
      { ...defaultView, range: "last90Days" },
    ];
    for (const view of views) {
      const sent = await whatArrives(curlForView(view, model.now(), parseBaseUrl(server.url)), server.adminKey);
      const amounts: string[] = [];
      for (const [address = "", , header = ""] of sent) {
        const response = await fetch(address, { headers: { authorization: header.replace("Authorization: ", "") } });
        assert.equal(response.status, 200);
        // Digits as they came: a double would lose the last ones.
        const text = (await response.text()).replace(/("value":)([\d.eE+-]+)/g, '$1"$2"');
        const page = JSON.parse(text) as Page; // the server's own page; a wrong shape fails here
        assert.equal(page.has_more, false);
        amounts.push(...page.data.flatMap(({ results }) => results.map(({ amount }) => String(amount.value))));
      }
      const shown = JSON.parse(exportFile(model, { ...view, groupBy: "line_item" }, "json")?.text ?? "{}") as { rows: { value: string }[] };
      assert.ok(amounts.length > 0);
      assert.equal(Number(exactSum(amounts)).toFixed(9), Number(exactSum(shown.rows.map(({ value }) => value))).toFixed(9));
    }
  });
});

test("a filter that the API does not take is said in a comment, which no shell runs", async () => {
  const cases: readonly (readonly [ViewQuery, RegExp])[] = [
    [{ ...defaultView, filters: { project_id: ["proj_1", null] } }, /^# Project is filtered in the extension/m],
    [{ ...defaultView, filters: { user_id: ["user_1"] }, groupBy: "user_id" }, /^# User is filtered/m],
    [{ ...withSource(defaultView, "completions"), filters: { service_tier: ["default"] } }, /^# Service tier is filtered/m],
    [{ ...withSource(defaultView, "completions"), filters: { batch: ["true", "false"] } }, /^# Batch is filtered/m],
    [{ ...withSource(defaultView, "images"), filters: { size: ["2048x2048"] } }, /^# Image size is filtered/m],
    [{ ...withSource(defaultView, "completions"), filters: { model: [""] } }, /^# Model is filtered/m],
    [{ ...defaultView, filters: { project_id: [] } }, /^# Project is filtered/m],
  ];
  for (const [view, comment] of cases) {
    const text = curlForView(view, now, undefined);
    assert.match(text, comment);
    const calls = await whatArrives(text);
    assert.equal(calls.length, 1);
    assert.doesNotMatch(calls[0]?.[0] ?? "", /project_ids|user_ids|batch=|sizes|models/);
  }
});

test("what the API does not filter by is what the answer is grouped by, and the comment says which rows to keep", async () => {
  const cases: readonly (readonly [ViewQuery, readonly string[], string])[] = [
    [{ ...withSource(defaultView, "completions"), groupBy: "model", filters: { service_tier: ["default", null] } }, ["model", "service_tier"], 'service_tier is "default" or null'],
    [{ ...withSource(defaultView, "completions"), groupBy: "none", filters: { batch: ["true", "false"], model: ["gpt-5.2"] } }, ["batch"], "batch is true or false"],
    [{ ...defaultView, groupBy: "project_id", filters: { project_id: ["proj_1", null] } }, ["project_id"], 'project_id is "proj_1" or null'],
    [{ ...defaultView, groupBy: "line_item", filters: { user_id: ["a\n$(id)\u202e"] } }, ["line_item", "user_id"], 'user_id is "a\\n$(id)\\u202e"'],
  ];
  for (const [view, groups, rows] of cases) {
    const text = curlForView(view, now, undefined);
    assert.ok(text.split("\n").some((line) => line.startsWith("# ") && line.endsWith(` Of its answer keep the rows where ${rows}.`)), text);
    const [[address = ""] = [], ...more] = await whatArrives(text);
    assert.deepEqual(more, []);
    assert.deepEqual(new URL(address).searchParams.getAll("group_by"), groups);
  }
  assert.match(curlForView({ ...defaultView, filters: { project_id: [] } }, now, undefined), /^# Project .* No row of its answer is to be kept\.$/m);
});

test("a filter that the API does not take leads to the number that is shown, once its rows are kept", async () => {
  await withModel({}, async ({ start, model, server }) => {
    await start();
    const view: ViewQuery = { ...withSource(defaultView, "completions"), metric: "input_tokens", groupBy: "model", range: "last7Days", filters: { service_tier: ["default"] } };
    await model.show({}, view);
    let tokens = 0;
    for (const [address = "", , header = ""] of await whatArrives(curlForView(view, model.now(), parseBaseUrl(server.url)), server.adminKey)) {
      const response = await fetch(address, { headers: { authorization: header.replace("Authorization: ", "") } });
      const page = (await response.json()) as { data: { results: { service_tier: string | null; input_tokens: number }[] }[]; has_more: boolean }; // the server's own page; a wrong shape fails below
      assert.equal(page.has_more, false);
      for (const { results } of page.data) for (const row of results) if (row.service_tier === "default") tokens += row.input_tokens;
    }
    const shown = JSON.parse(exportFile(model, view, "json")?.text ?? "{}") as { rows: { value: string }[] };
    assert.ok(tokens > 0);
    assert.equal(String(tokens), exactSum(shown.rows.map(({ value }) => value)));
  });
});

test("a filter that the API takes is in the request", () => {
  for (const source of allSources)
    for (const dimension of allDimensions) {
      const { filter, boolean, values } = dimensionSpec(dimension);
      if (!filter || !(sourceSpec(source).filters as readonly string[]).includes(filter)) continue;
      const value = boolean ? "true" : (values?.[0] ?? "x");
      const text = curlForView({ ...withSource(defaultView, source), filters: { [dimension]: [value] } }, now, undefined);
      assert.ok(text.includes(`${filter}=${encodeURIComponent(value)}`), `${source} ${dimension}`);
    }
});
