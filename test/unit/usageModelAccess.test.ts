import assert from "node:assert/strict";
import { test } from "node:test";
import { toText } from "../../src/domain/decimal.ts";
import { defaultView } from "../../src/domain/viewQuery.ts";
import { usageSources } from "../../src/domain/sources.ts";
import { checkAccess } from "../../src/model/accessCheck.ts";
import { pageRows, pageState } from "../../src/model/dashboard.ts";
import { parseSettings } from "../../src/model/settings.ts";
import { todayText } from "../../src/model/todayText.ts";
import { todayTooltip } from "../../src/model/todayTooltip.ts";
import { endpointLine, endpointLines, projectLines, sourceLines } from "../../src/model/treeData.ts";
import { SpendError } from "../../src/domain/errors.ts";
import { allScopes, defaultAdminKey, projectKey } from "../server/keys.ts";
import { exactGlance } from "./modelSupport/figureWords.ts";
import { withModel } from "./modelSupport/modelOnServer.ts";

/** What a key may read, and what is shown of the rest. */

const usageOnly = `sk-admin-${"onlyUsage0".repeat(6)}`;
const namesOnly = `sk-admin-${"onlyNames0".repeat(6)}`;
const wrong = `sk-admin-${"wrongKey00".repeat(6)}`;
const keys = [
  { key: defaultAdminKey, scopes: allScopes },
  { key: usageOnly, scopes: ["api.usage.read"] },
  { key: namesOnly, scopes: ["api.management.read"] },
  { key: projectKey, scopes: [] },
] as const;

test("without a key there is an invitation on every surface, and no request", async () => {
  await withModel({}, async ({ start, model, server }) => {
    await start({ kind: "none" });
    const { text, label } = todayText(model);
    assert.equal(text, "$(graph) Set up OpenAI Spend");
    assert.match(label, /no admin key is set/);
    const tooltip = todayTooltip(model, undefined);
    assert.ok(tooltip.includes("(command:openaiSpend.setAdminKey)") && tooltip.includes("(command:openaiSpend.useSampleOrganization)"));
    assert.deepEqual(pageState(model, defaultView).access, { kind: "none" });
    assert.equal(pageRows(model, defaultView), undefined);
    assert.deepEqual(projectLines(model), []);
    assert.equal(server.requests.length, 0);
  });
});

test("a key that is gone from the secret storage sends nothing and asks for one", async () => {
  await withModel({}, async ({ start, model, server, account }) => {
    await start({ ...account(), key: () => Promise.resolve(undefined) });
    assert.equal(server.requests.length, 0);
    assert.match(todayText(model).label, /No admin key is set for 127\.0\.0\.1/);
    assert.ok(todayTooltip(model, undefined).includes("[Set Admin Key](command:openaiSpend.setAdminKey)"));
  });
});

test("a rejected key is named as rejected by its host, with the action, and is not tried on every endpoint", async () => {
  await withModel({ keys }, async ({ start, model, account, server, log }) => {
    await start(account(wrong));
    const { text, label } = todayText(model);
    assert.equal(text, "$(error) OpenAI Spend");
    assert.match(label, /The key was rejected by 127\.0\.0\.1:\d+\. Set a new one\./);
    const tooltip = todayTooltip(model, undefined);
    assert.match(tooltip, /rejected by 127/);
    assert.ok(tooltip.includes("[Set Admin Key](command:openaiSpend.setAdminKey)"));
    assert.equal(pageState(model, defaultView).status.problem?.action, "setAdminKey");
    assert.ok(endpointLines(model).every((line) => line.error?.kind === "keyRejected"));
    assert.equal(server.requests.filter(({ endpoint }) => endpoint === "costs" || endpoint.startsWith("usage/")).length, 1);
    assert.ok(!log.lines.some((line) => line.includes("sk-admin-w")));
  });
});

test("a key revoked after a good refresh leaves the last good number, stale, and works again when it is good again", async () => {
  await withModel({}, async ({ start, model, server, clock, today, account }) => {
    await start(account());
    const before = today();
    clock.advance(600_000);
    const revoked = server.behave({ does: "status", status: 401 });
    await model.refresh();
    assert.ok(todayText(model).text.startsWith(`$(warning) ${before} (`));
    assert.match(todayText(model).label, /rejected by/);
    revoked.remove();
    await model.refresh();
    assert.equal(todayText(model).text, `$(graph) ${today()}`);
  });
});

test("a key that may not list names: costs are right, ids stand for names, and the scope is named", async () => {
  await withModel({ keys }, async ({ start, model, account, today, costs }) => {
    await start(account(usageOnly));
    assert.equal(todayText(model).text, `$(graph) ${today()}`);
    assert.equal(exactGlance(model).error, undefined);
    const lines = projectLines(model);
    assert.ok(lines.length > 3);
    assert.ok(lines.every((line) => line.value === null || line.name === line.value));
    const first = lines.find((line) => line.value !== null);
    assert.equal(first?.total && toText(first.total), costs(-6, 1, first?.value ?? ""));
    const notes = pageState(model, defaultView).notes.join("\n");
    assert.equal(notes, "Ids stand where names of projects and users would: the key lacks the scope api.management.read.");
  });
});

test("a key without the usage scope: the scope is named on the surfaces, and nothing is shown as a number", async () => {
  await withModel({ keys }, async ({ start, model, account }) => {
    await start(account(namesOnly));
    assert.equal(todayText(model).text, "$(error) OpenAI Spend");
    assert.match(todayText(model).label, /lacks the scope api\.usage\.read/);
    assert.ok(todayTooltip(model, undefined).includes("[Check Admin Key Access](command:openaiSpend.checkAccess)"));
    assert.ok(endpointLines(model).every((line) => line.error?.kind === "scopeMissing" && line.total === undefined));
  });
});

test("usage is refused and costs are not: costs are right, each usage node names the scope", async () => {
  await withModel({}, async ({ start, model, server, today }) => {
    const body = JSON.stringify({ error: { message: "You have insufficient permissions for this operation. Missing scopes: api.usage.read.", type: "invalid_request_error", param: null, code: null } });
    server.behave({ does: "text", status: 403, contentType: "application/json", body }, { endpoint: /^usage\// });
    await start();
    assert.equal(todayText(model).text, `$(graph) ${today()}`);
    assert.equal(exactGlance(model).error, undefined);
    for (const source of usageSources) {
      const line = endpointLine(model, source);
      assert.equal(line.error?.message, "The key lacks the scope api.usage.read.");
      assert.equal(line.total, undefined);
      assert.equal(line.missing, 7);
    }
    assert.equal(endpointLine(model, "costs").error, undefined);
    assert.equal(endpointLine(model, "costs").missing, 0);
  });
});

test("one endpoint fails and the others are right; the failed one says what it lacks, and recovers", async () => {
  await withModel({}, async ({ start, model, server, costs }) => {
    const trouble = server.behave({ does: "status", status: 500 }, { endpoint: "usage/completions" });
    const costsAtStart = costs(0, 1);
    await start();
    const failed = endpointLine(model, "completions");
    assert.equal(failed.error?.kind, "serverFailed");
    assert.equal(failed.missing, 7);
    assert.equal(failed.total, undefined);
    assert.deepEqual(sourceLines(model, "completions"), []);
    for (const line of endpointLines(model)) if (line.source !== "completions") assert.equal(line.error, undefined, line.source);
    assert.equal(exactGlance(model).today, costsAtStart);
    const view = { ...defaultView, source: "completions", metric: "total_tokens", groupBy: "model", range: "last7Days" } as const;
    assert.match(pageState(model, view).status.problem?.text ?? "", /500/);
    assert.equal(pageRows(model, view)?.missing.length, 7);
    trouble.remove();
    await model.refresh();
    assert.equal(endpointLine(model, "completions").error, undefined);
    assert.equal(endpointLine(model, "completions").missing, 0);
    assert.ok(sourceLines(model, "completions").length > 0);
  });
});

test("an address that cannot be used sends no request, and is said in the status bar and the settings' problems", async () => {
  const addresses = ["http://api.openai.com/v1", "http://192.168.0.7/v1", "http://127.0.0.1.evil.example/v1", "ftp://api.openai.com", "api.openai.com", "https://user:secret@api.openai.com", "https://api.openai.com?x=1", 7];
  for (const address of addresses) {
    await withModel({}, async ({ start, model, server }) => {
      const { baseUrl, problems } = parseSettings((name) => (name === "apiBaseUrl" ? address : undefined));
      assert.ok(baseUrl instanceof SpendError, String(address));
      assert.equal(problems.length, 1);
      assert.ok(!problems[0]?.includes("secret"));
      await start({ kind: "refused", error: baseUrl });
      assert.equal(todayText(model).text, "$(error) OpenAI Spend");
      assert.match(todayText(model).label, /openaiSpend\.apiBaseUrl is ignored: .* No request is sent\./);
      assert.ok(todayTooltip(model, undefined).includes("[Open Settings](command:openaiSpend.openSettings)"));
      assert.equal(pageState(model, defaultView).status.problem?.action, "openSettings");
      assert.equal(server.requests.length, 0);
    });
  }
});

test("the access check says line by line what works, what scope is missing and what stays hidden", async () => {
  await withModel({ keys }, async ({ model, account }) => {
    const works = async (key: string): Promise<readonly (string | undefined)[]> => {
      model.setAccount(account(key));
      const { session } = model;
      assert.ok(session);
      const lines = await checkAccess(session, new AbortController().signal);
      assert.deepEqual(lines.map(({ what }) => what), ["Costs", "Usage", "Projects", "Users"]);
      return lines.map(({ error }) => error?.detail.scope ?? error?.kind);
    };
    assert.deepEqual(await works(defaultAdminKey), [undefined, undefined, undefined, undefined]);
    assert.deepEqual(await works(usageOnly), [undefined, undefined, "api.management.read", "api.management.read"]);
    assert.deepEqual(await works(namesOnly), ["api.usage.read", "api.usage.read", undefined, undefined]);
    assert.deepEqual(await works(wrong), ["keyRejected", "keyRejected", "keyRejected", "keyRejected"]);
  });
});

test("the access check ends at once when it is cancelled", async () => {
  await withModel({}, async ({ model, account, server }) => {
    server.behave({ does: "hang" });
    model.setAccount(account());
    const ends = new AbortController();
    assert.ok(model.session);
    const lines = checkAccess(model.session, ends.signal);
    ends.abort();
    assert.ok((await lines).every(({ error }) => error?.kind === "cancelled"));
  });
});
