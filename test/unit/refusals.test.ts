import assert from "node:assert/strict";
import { test } from "node:test";
import type { Dimension } from "../../src/domain/dimensions.ts";
import { SpendError } from "../../src/domain/errors.ts";
import { isEmptyView, Refusals } from "../../src/model/refusals.ts";
import { keptFacts } from "./modelSupport/keptFacts.ts";

const now = 1_795_376_411;
const view: readonly Dimension[] = ["project_id", "user_id", "api_key_id", "model", "batch", "service_tier"];
const none: ReadonlySet<Dimension> = new Set();

function refusal(said: string, param = "group_by"): SpendError {
  return new SpendError("badRequest", "refused", { status: 400, said, param });
}

function dropped(error: SpendError, asked = view): readonly Dimension[] {
  const refusals = new Refusals(keptFacts());
  return refusals.note("completions", asked, none, error, now) ? [...refusals.without("completions", asked, now)] : [];
}

test("the field that a message names is dropped, and no other", () => {
  assert.deepEqual(dropped(refusal("Invalid value: 'service_tier'. Grouping by this field is not available for your organization.")), ["service_tier"]);
  assert.deepEqual(dropped(refusal("Grouping by batch and service_tier is not supported.")), ["batch", "service_tier"]);
  assert.deepEqual(dropped(refusal("Unsupported group_by: api_key_id")), ["api_key_id"]);
});

test("fields that a message lists as supported are not taken for the refused ones", () => {
  const supported = "Supported values are: 'project_id', 'user_id', 'api_key_id', 'model'.";
  assert.deepEqual(dropped(refusal(`Invalid value: 'service_tier'. ${supported}`)), ["service_tier"]);
  assert.deepEqual(dropped(refusal(`Invalid value: 'batch'. ${supported}`)), ["batch"]);
  assert.deepEqual(dropped(refusal("Invalid value: 'service_tier'. Must be one of project_id, user_id, api_key_id, model, batch, service_tier.")), ["service_tier"]);
});

test("where a message names no field, all but the first are dropped", () => {
  assert.deepEqual(dropped(refusal("This combination of group_by fields cannot be had.")), view.slice(1));
  assert.deepEqual(dropped(refusal("Bad group_by."), ["user_id"]), ["user_id"]);
});

test("what is no refusal of a grouping drops nothing", () => {
  assert.deepEqual(dropped(new SpendError("badRequest", "refused", { status: 400, said: "Invalid 'limit'.", param: "limit" })), []);
  assert.deepEqual(dropped(new SpendError("badRequest", "refused", { status: 404, said: "no such group" })), []);
  assert.deepEqual(dropped(new SpendError("rateLimited", "refused", { status: 429, said: "group_by model" })), []);
});

test("refusals come to an end: asked with nothing left, a server that still refuses is an error", () => {
  const refusals = new Refusals(keptFacts());
  let asks = 0;
  for (; asks < 20; asks += 1) {
    const without = refusals.without("completions", view, now);
    if (!refusals.note("completions", view, without, refusal("group_by is broken"), now)) break;
  }
  assert.ok(asks <= 3, String(asks));
});

test("a refusal is forgotten after a day, and holds for its own source only", () => {
  const refusals = new Refusals(keptFacts());
  refusals.note("completions", view, none, refusal("service_tier"), now);
  assert.deepEqual(Object.keys(refusals.reasons("completions", now + 86_399)), ["service_tier"]);
  assert.deepEqual(refusals.reasons("completions", now + 86_400), {});
  assert.deepEqual(refusals.reasons("decisions", now), {});
});

test("a view of which nothing is left but what the base view has is empty; the base view never is", () => {
  assert.equal(isEmptyView(["project_id", "api_key_id"], new Set(["api_key_id"]), "costs"), true);
  assert.equal(isEmptyView(["project_id", "api_key_id"], none, "costs"), false);
  assert.equal(isEmptyView(["project_id", "line_item"], new Set(["project_id", "line_item"]), "costs"), false);
});
