import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultView } from "../../src/domain/viewQuery.ts";
import { mostViews, nameFault, readViews, withoutView, withView, type SavedView } from "../../src/model/savedViews.ts";

const view = (name: string): SavedView => ({ name, query: { ...defaultView, range: "monthToDate" }, look: '{"chart":"lines"}' });

test("what is kept is read again as it was, through JSON too, in the order of names", () => {
  const kept = withView(withView(withView([], view("b")).views, view("a 10")).views, view("a 9"));
  assert.deepEqual(kept.views.map(({ name }) => name), ["a 9", "a 10", "b"]);
  assert.deepEqual(readViews(JSON.parse(JSON.stringify(kept))), kept.views);
});

test("a name that is there is replaced, and one that is deleted is gone", () => {
  const first = withView([], view("Month"));
  const again = withView(first.views, { ...view("Month"), look: "{}" });
  assert.deepEqual(again.views.map(({ look }) => look), ["{}"]);
  assert.deepEqual(withoutView(again.views, "Month").views, []);
  assert.deepEqual(withoutView(again.views, "Other").views, again.views);
});

test("what another version or hand has written is left out, view by view", () => {
  const good = view("good");
  for (const value of [undefined, null, 7, "text", [], {}, { version: 2, views: [good] }, { version: 1, views: "good" }, { version: 1 }]) assert.deepEqual(readViews(value), []);
  const bad = [null, "x", { ...good, name: "" }, { ...good, name: "two\nlines" }, { ...good, name: "x".repeat(61) }, { ...good, look: {} }, { ...good, look: "x".repeat(20_001) }, { ...good, query: { ...good.query, source: "gone" } }, { ...good, query: undefined }];
  assert.deepEqual(readViews({ version: 1, views: [...bad, good] }), [good]);
  assert.equal(readViews({ version: 1, views: Array.from({ length: 80 }, (_, index) => view(`v${String(index)}`)) }).length, mostViews);
});

test("a name is one line of at most 60 characters, and the fifty-first view needs room", () => {
  const views = Array.from({ length: mostViews }, (_, index) => view(`v${String(index)}`));
  assert.equal(nameFault([], "Costs by project, month to date"), undefined);
  assert.equal(nameFault([], "x".repeat(60)), undefined);
  for (const name of ["", "x".repeat(61), "a\nb", "a\u202eb", "a  b"]) assert.notEqual(nameFault([], name), undefined, JSON.stringify(name));
  assert.match(nameFault(views, "one more") ?? "", /50 views are kept at most/);
  assert.equal(nameFault(views, "v7"), undefined, "replaced");
});
