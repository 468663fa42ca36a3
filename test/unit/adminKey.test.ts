import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { checkAdminKey, withoutKeys } from "../../src/api/adminKey.ts";

/** Which texts are taken for an admin key, and how keys are taken out of texts. */

const tail = "0123456789abcdefghijklmnop";

test("an admin key is taken, with the white space around it left out", () => {
  for (const text of [`sk-admin-${tail}`, `  sk-admin-${tail}\n`, `sk-admin-${tail}_-${tail}`]) assert.deepEqual(checkAdminKey(text), { ok: true, key: text.trim() });
});

test("any other key is refused with the reason, which repeats nothing of it", () => {
  const cases: readonly (readonly [text: string, reason: RegExp])[] = [
    [`sk-proj-${tail}`, /project key/],
    [`sk-svcacct-${tail}`, /service account key/],
    [`sk-None-${tail}`, /user key/],
    [`sk-ant-${tail}`, /another company/],
    [`sess-${tail}`, /session token/],
    [`sk-${tail}`, /not an admin key/],
    [tail, /not an OpenAI key/],
    [`SK-ADMIN-${tail}`, /not an OpenAI key/],
    ["", /Paste/],
    ["   ", /Paste/],
    ["sk-admin-", /too short|character/],
    ["sk-admin-short", /too short/],
    [`sk-admin-${tail} ${tail}`, /character/],
    [`sk-admin-${tail}\nX-Other: header`, /character/],
    [`sk-admin-${tail}…`, /character/],
    [`sk-admin-${tail}ключ`, /character/],
    [`"sk-admin-${tail}"`, /not an OpenAI key/],
  ];
  for (const [text, reason] of cases) {
    const check = checkAdminKey(text);
    assert.ok(!check.ok, text);
    assert.match(check.reason, reason);
    assert.ok(!check.reason.includes(tail));
  }
});

test("what is taken can always be sent as a header", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
      const check = checkAdminKey(`sk-admin-${text}`);
      if (check.ok) new Headers({ Authorization: `Bearer ${check.key}` });
    }),
  );
});

test("a key is taken out of any text, wherever it stands", () => {
  const kind = fc.constantFrom("sk-admin-", "sk-proj-", "sk-svcacct-");
  const secret = fc.string({ unit: fc.constantFrom("a", "b", "X", "Z", "0", "9", "_", "-"), minLength: 20, maxLength: 160 });
  fc.assert(
    fc.property(fc.string(), kind, secret, fc.string(), (before, start, end, after) => {
      assert.ok(!withoutKeys(`${before}${start}${end}${after}`).includes(end));
    }),
  );
});

test("words that only look a little like keys stay", () => {
  for (const text of ["task-force", "risk-assessment", "disk-usage", "a desk-1", "sk-", "Bearer"]) assert.equal(withoutKeys(text), text);
});
