import assert from "node:assert/strict";
import { test } from "node:test";
import { toText, zero } from "../../src/domain/decimal.ts";
import { plainText } from "../../src/domain/plainText.ts";
import { allSources } from "../../src/domain/sources.ts";
import { endpointLine, endpointLines, lineItemLines, projectLines, sourceLines } from "../../src/model/treeData.ts";
import { hostileNames, hostileOrganization } from "../server/organizations.ts";
import { exactSum } from "./modelSupport/exactSum.ts";
import { withModel } from "./modelSupport/modelOnServer.ts";

const total = (lines: readonly { readonly total: Parameters<typeof toText>[0] | undefined }[]): string => exactSum(lines.map((line) => toText(line.total ?? zero)));

test("projects add up to what the costs endpoint reports, and each project's line items to the project", async () => {
  await withModel({}, async ({ start, model, costs }) => {
    await start();
    const lines = projectLines(model);
    assert.equal(total(lines), costs(-6, 1));
    for (const line of lines) {
      assert.equal(total(lineItemLines(model, line.value)), toText(line.total ?? zero), line.name);
      if (line.value !== null) assert.equal(toText(line.total ?? zero), costs(-6, 1, line.value));
    }
    assert.ok(Math.abs(lines.reduce((sum, { share }) => sum + (share ?? 0), 0) - 1) < 1e-9);
    assert.ok(lines.some(({ value, name }) => value === null && name === "(unattributed)"));
  });
});

test("the change is against the days before, exactly, and only where all of them are known", async () => {
  await withModel({}, async ({ start, model, costs, settings }) => {
    await start();
    for (const line of projectLines(model)) {
      if (line.value === null) continue;
      const before = costs(-13, -6, line.value);
      assert.equal(line.change && toText(line.change), exactSum([costs(-6, 1, line.value), before === "0" ? "0" : `-${before}`]), line.name);
    }
    settings.range = 60;
    assert.ok(projectLines(model).every(({ change }) => change === undefined));
  });
});

test("an archived project is marked, by its name", async () => {
  await withModel({ settings: { range: 180 } }, async ({ start, model }) => {
    await start();
    const archived = projectLines(model).filter((line) => line.archived);
    assert.ok(archived.length > 0);
    assert.ok(archived.every(({ name, value }) => name !== value));
  });
});

test("every endpoint has its total in its own unit, and its breakdown adds up to it", async () => {
  await withModel({}, async ({ start, model }) => {
    await start();
    assert.deepEqual(endpointLines(model).map(({ source }) => source), allSources);
    for (const source of allSources) {
      const line = endpointLine(model, source);
      assert.equal(line.missing, 0, source);
      assert.equal(line.error, undefined, source);
      assert.equal(total(sourceLines(model, source)), toText(line.total ?? zero), source);
    }
  });
});

test("before anything is fetched there are no lines, no totals and no zeros", async () => {
  await withModel({}, async ({ model, account, server }) => {
    server.behave({ does: "hang" });
    model.setAccount(account());
    assert.deepEqual(projectLines(model), []);
    assert.deepEqual(lineItemLines(model, null), []);
    for (const line of endpointLines(model)) assert.deepEqual([line.total, line.asOf, line.missing], [undefined, null, 7]);
  });
});

test("hostile names are one plain line each, and ids stay what they are", async () => {
  await withModel({ organization: hostileOrganization }, async ({ start, model }) => {
    await start();
    const lines = [...projectLines(model), ...sourceLines(model, "completions"), ...sourceLines(model, "costs")];
    for (const { name } of lines) {
      assert.ok(Array.from(name).length <= 120 && name.trim() !== "", name);
      assert.doesNotMatch(name, /[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u);
    }
    for (const hostile of hostileNames) if (hostile !== "") assert.ok(lines.some(({ name }) => name === plainText(hostile)) || lines.length > 0);
    const models = sourceLines(model, "completions");
    assert.ok(models.some(({ value }) => value !== null && value.length === 10_000));
  });
});
