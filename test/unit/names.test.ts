import assert from "node:assert/strict";
import { test } from "node:test";
import { displayName, isArchived, noNames, unattributed, type Names } from "../../src/domain/names.ts";
import { allDimensions } from "../../src/domain/dimensions.ts";

/** What stands on a surface for an id. */

const names: Names = {
  projects: new Map([["p1", { id: "p1", name: "Shop", archived: true }], ["p2", { id: "p2", name: "" }], ["p3", { id: "p3", name: "<b>\u202ex\n" }]]),
  users: new Map([["u1", { id: "u1", name: "Ada" }]]),
  apiKeys: new Map([["k1", { id: "k1", name: "ci" }]]),
};

test("a name where one is known, the id where none is, and plain text in any case", () => {
  assert.deepEqual(["p1", "p2", "p3", "p9"].map((id) => displayName("project_id", id, names)), ["Shop", "p2", "<b> x", "p9"]);
  assert.deepEqual([displayName("user_id", "u1", names), displayName("api_key_id", "k1", names), displayName("model", "p1", names)], ["Ada", "ci", "p1"]);
  assert.deepEqual(["true", "false"].map((value) => displayName("batch", value, names)), ["Batch", "Not batch"]);
});

test("a null is unattributed in every dimension, and no text is", () => {
  for (const dimension of allDimensions) {
    assert.equal(displayName(dimension, null, names), unattributed);
    assert.notEqual(displayName(dimension, "", noNames), unattributed);
    assert.equal(isArchived(dimension, null, names), false);
  }
  assert.deepEqual(["p1", "p2", "p9"].map((id) => isArchived("project_id", id, names)), [true, false, false]);
});
