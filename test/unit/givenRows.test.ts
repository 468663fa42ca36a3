import assert from "node:assert/strict";
import { test } from "node:test";
import { SpendError } from "../../src/domain/errors.ts";
import { BoundProject } from "../../src/host/boundProject.ts";
import { endpointsContent } from "../../src/host/endpointNodes.ts";
import { GivenRows, type NodesBelow } from "../../src/host/givenRows.ts";
import { PagedLists } from "../../src/host/pagedLists.ts";
import { projectsContent } from "../../src/host/projectNodes.ts";
import type { TreeNode } from "../../src/host/treeNode.ts";
import { withModel } from "./modelSupport/modelOnServer.ts";

const note = (text: string): TreeNode => ({ kind: "note", text, list: "projects" });
const failure = (message: string): TreeNode => ({ kind: "failure", error: new SpendError("offline", message), list: "projects" });

test("rows hold as long as they would be given again, on every level that was asked for", () => {
  const rows = new GivenRows();
  const parent = note("first");
  let [above, below]: readonly [readonly TreeNode[], readonly TreeNode[]] = [[parent], [note("below")]];
  const now: NodesBelow = (node) => (node ? below : above);
  assert.equal(rows.stillHold(now), false, "nothing was given yet");
  rows.give(undefined, above);
  rows.give(parent, below);
  above = [note("first")];
  assert.equal(rows.stillHold(now), true, "the same anew");
  below = [note("another")];
  assert.equal(rows.stillHold(now), false);
  below = [note("below"), note("one more")];
  assert.equal(rows.stillHold(now), false);
  below = [note("below")];
  assert.equal(rows.stillHold(now), true);
  rows.forget();
  assert.equal(rows.stillHold(now), false);
});

test("another reason of a failure is another row", () => {
  const rows = new GivenRows();
  rows.give(undefined, [failure("The network is down.")]);
  assert.equal(rows.stillHold(() => [failure("The network is down.")]), true);
  assert.equal(rows.stillHold(() => [failure("The key was refused.")]), false);
});

test("while the rest of the year is fetched the trees are not repainted", async () => {
  await withModel({}, async ({ start, model }) => {
    await start();
    const bound = new BoundProject({ keys: () => [], get: () => undefined, update: () => Promise.resolve() }, () => undefined);
    const trees = [projectsContent(model, bound), endpointsContent(model)].map(({ nodes }) => {
      const lists = new PagedLists();
      const below: NodesBelow = (node) => nodes(lists, node);
      const rows = new GivenRows();
      const paint = (): void => {
        rows.forget();
        const top = below(undefined);
        rows.give(undefined, top);
        for (const node of top) rows.give(node, below(node)); // all are open
      };
      paint();
      return { below, rows, paint };
    });
    let [changes, repaints] = [0, 0];
    model.onDidChange(() => {
      changes += 1;
      for (const { below, rows, paint } of trees) {
        if (rows.stillHold(below)) continue;
        repaints += 1;
        paint();
      }
    });
    await model.yearFill?.run();
    assert.ok(changes > 50, `${String(changes)} changes`);
    assert.equal(repaints, 0);
  });
});
