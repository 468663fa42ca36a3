import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultView } from "../../src/domain/viewQuery.ts";
import { mostViews, nameFault, readViews, withoutView, withView, type SavedView } from "../../src/model/savedViews.ts";

const view = (name: string): SavedView => ({ name, query: { ...defaultView, range: "monthToDate" }, look: '{"chart":"lines"}' });

const none = readViews(undefined);

test("what is kept is read again as it was, through JSON too, in the order of names", () => {
  const kept = [view("b"), view("a 10"), view("a 9")].reduce((read, each) => readViews(JSON.parse(JSON.stringify(withView(read, each)))), none);
  assert.deepEqual(kept.views, [view("a 9"), view("a 10"), view("b")]);
  assert.deepEqual([kept.unread, kept.foreign], [[], false]);
});

test("a name that is there is replaced, and one that is deleted is gone", () => {
  const first = readViews(withView(none, view("Month")));
  const again = readViews(withView(first, { ...view("Month"), look: "{}" }));
  assert.deepEqual(again.views.map(({ look }) => look), ["{}"]);
  assert.deepEqual(withoutView(again, "Month")?.views, []);
  assert.equal(withoutView(again, "Other"), undefined, "there is nothing to write");
});

const good = view("good");
const bad = [null, "x", { ...good, name: "" }, { ...good, name: "two\nlines" }, { ...good, name: "x".repeat(61) }, { ...good, look: {} }, { ...good, look: "x".repeat(20_001) }, { ...good, query: { ...good.query, source: "gone" } }, { ...good, query: undefined }];

test("a view that another version or hand has written is not shown, and stays through every change", () => {
  const read = readViews({ version: 1, views: [...bad, good] });
  assert.deepEqual([read.views, read.unread], [[good], bad]);
  assert.deepEqual(withView(read, view("a")).views, [view("a"), good, ...bad]);
  assert.deepEqual(withoutView(read, "good")?.views, bad);
  const many = Array.from({ length: 80 }, (_, index) => view(`v${String(index)}`));
  const all = readViews({ version: 1, views: many });
  assert.equal(all.views.length, mostViews);
  assert.equal(withoutView(all, "v7")?.views.length, 79, "none is lost but the one");
});

test("a list of a later version is not shown, and nothing is saved over it or deleted from it; what is no list is none", () => {
  const later = readViews({ version: 2, views: [good] });
  assert.deepEqual([later.views, later.foreign], [[], true]);
  assert.match(nameFault(later, "new") ?? "", /A later version/);
  assert.equal(withoutView(later, "good"), undefined);
  for (const value of [null, 7, "text", [], {}, { version: 1, views: "good" }, { version: 1 }]) {
    const read = readViews(value);
    assert.deepEqual(read, none, JSON.stringify(value));
    assert.equal(nameFault(read, "new"), undefined);
  }
});

test("a name is one line of at most 60 characters, and the fifty-first view needs room", () => {
  const views = readViews({ version: 1, views: Array.from({ length: mostViews }, (_, index) => view(`v${String(index)}`)) });
  assert.equal(nameFault(none, "Costs by project, month to date"), undefined);
  assert.equal(nameFault(none, "x".repeat(60)), undefined);
  for (const name of ["", "x".repeat(61), "a\nb", "a\u202eb", "a  b"]) assert.notEqual(nameFault(none, name), undefined, JSON.stringify(name));
  assert.match(nameFault(views, "one more") ?? "", /50 views are kept at most/);
  assert.equal(nameFault(views, "v7"), undefined, "replaced");
});
