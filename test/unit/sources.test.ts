import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { allDimensions, dimensionOfFilter, dimensionSpec, isDimension } from "../../src/domain/dimensions.ts";
import { allSources, isSourceId, mainMetric, metricOf, sourceSpec, usageSources, viewFor } from "../../src/domain/sources.ts";
import { schemas, type Schema } from "../server/openapi.ts";

/** The table of sources by itself, and against the document's own row types. */

const rowSchemas = new Map(
  Object.values(schemas).flatMap((schema): readonly (readonly [string, Schema])[] => {
    const kind = schema.properties?.["object"]?.enum?.[0];
    return typeof kind === "string" && kind.endsWith(".result") ? [[kind, schema]] : [];
  }),
);

test("rows have the document's names and fields: what it requires is required, what it allows is read", () => {
  for (const source of allSources) {
    const { row, required, optional } = sourceSpec(source);
    const schema = rowSchemas.get(source === "decisions" ? "organization.usage.completions.result" : row);
    assert.ok(schema, `${source}: ${row}`);
    if (source === "costs") continue; // money is not a count
    const documented = (schema.required ?? []).filter((field) => field !== "object");
    assert.deepEqual([...required].sort(), documented.sort(), source);
    const counts = Object.entries(schema.properties ?? {}).filter(([, { type }]) => type === "integer" || type === "number").map(([field]) => field);
    for (const field of counts) assert.ok(required.includes(field) || optional.includes(field), `${source} reads ${field}`);
  }
});

test("each metric is made of fields that its rows have, and each source has one it is known by", () => {
  for (const source of allSources) {
    const { metrics, required, optional, breakdown, groupBy } = sourceSpec(source);
    assert.equal(new Set(metrics.map(({ id }) => id)).size, metrics.length);
    assert.equal(new Set(metrics.map(({ label }) => label)).size, metrics.length);
    assert.equal(mainMetric(source), metrics[0]);
    for (const { id, of } of metrics) {
      assert.equal(metricOf(source, id).id, id);
      if (source !== "costs") for (const field of of) assert.ok(required.includes(field) || optional.includes(field), `${source} ${id}`);
    }
    assert.ok(groupBy.includes(breakdown));
    assert.throws(() => metricOf(source, "nothing"), RangeError);
  }
});

test("each kept view may be asked for, and every grouping is in one", () => {
  for (const source of allSources) {
    const { views, groupBy, filters } = sourceSpec(source);
    for (const view of views) assert.ok(view.every((dimension) => groupBy.includes(dimension)), `${source} ${view.join()}`);
    for (const dimension of groupBy) assert.ok(viewFor(source, [dimension])?.includes(dimension), `${source} ${dimension}`);
    assert.equal(viewFor(source, []), views[0]);
    for (const filter of filters) assert.ok(isDimension(dimensionOfFilter(filter) ?? ""));
  }
  assert.equal(viewFor("costs", ["line_item", "api_key_id"]), undefined);
  assert.equal(viewFor("vector_stores", ["model"]), undefined);
});

test("lists are complete and know what is not in them", () => {
  assert.deepEqual(["costs", ...usageSources].sort(), [...allSources].sort());
  for (const text of ["", "toString", "cost", "__proto__"]) assert.deepEqual([isSourceId(text), isDimension(text)], [false, false]);
  for (const dimension of allDimensions) assert.notEqual(dimensionSpec(dimension).label, "");
});

test("labels and paths are what the document calls them", () => {
  const { paths } = JSON.parse(readFileSync("test/fixtures/openapi-admin.json", "utf8")) as { readonly paths: object };
  for (const source of allSources) if (source !== "decisions") assert.ok(Object.hasOwn(paths, `/${sourceSpec(source).path}`), source);
});
