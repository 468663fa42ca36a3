import assert from "node:assert/strict";
import { test } from "node:test";
import { clearQuestion } from "../../src/model/clearQuestion.ts";

/** What Clear Local History says that it will delete. */

const nothing = { bytes: 0, organizations: 0, days: 0, rows: 0, from: undefined, setAside: [] };
const aside = "history.db.broken-20261122T194011Z";

test("one organization is deleted by itself; several and files that were set aside are deleted together only, and named", () => {
  const own = { ...nothing, organizations: 1, days: 3, rows: 7 };
  const alone = clearQuestion(own, own, "api.openai.com");
  assert.deepEqual([alone?.one, alone?.all], [true, false]);
  assert.match(alone?.detail ?? "", /^api\.openai\.com: 7 rows/);
  assert.doesNotMatch(alone?.detail ?? "", /organizations|aside/);

  const beside = clearQuestion({ ...own, organizations: 2 }, own, "api.openai.com");
  assert.deepEqual([beside?.one, beside?.all], [true, true]);
  assert.match(beside?.detail ?? "", /All 2 organizations: 7 rows/);

  const broken = clearQuestion({ ...own, setAside: [aside] }, own, "api.openai.com");
  assert.deepEqual([broken?.one, broken?.all], [true, true]);
  assert.match(broken?.detail ?? "", new RegExp(`deleted with all organizations only, since they may hold rows of any: ${aside}\\.`));
});

test("where nothing is kept, there is nothing to ask; a file that was set aside is something", () => {
  assert.equal(clearQuestion(nothing, undefined, ""), undefined);
  const left = clearQuestion({ ...nothing, setAside: [aside] }, undefined, "");
  assert.deepEqual([left?.one, left?.all], [false, true]);
});
