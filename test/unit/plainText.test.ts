import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { markdownText, plainText, shortened } from "../../src/domain/plainText.ts";
import { hostileNames } from "../server/organizations.ts";

/** Other people's names on our surfaces: one line of text, and nothing else. */

const forbidden = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/u;
const name = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: fc.constantFrom("\u202e", "\u2066", "\n", "\u200b", " ", "x", "🙂", "é") }), fc.constantFrom(...hostileNames));

test("what is shown is one line, of bounded length, without marks that hide, break or reorder", () => {
  fc.assert(
    fc.property(name, fc.integer({ min: 1, max: 200 }), (text, limit) => {
      const shown = plainText(text, limit);
      assert.ok(!forbidden.test(shown), JSON.stringify(shown));
      assert.ok(shown === "(no name)" || Array.from(shown).length <= limit);
      assert.notEqual(shown, "");
      assert.equal(shown, shown.trim());
    }),
    { numRuns: 1_000 },
  );
});

test("ordinary names stay as they are, and long ones end with an ellipsis", () => {
  for (const text of ["Support Assistant", "Zürich 東京", "a/b_c-d (2)", "👩‍👩‍👧 family"]) assert.equal(plainText(text), text);
  assert.equal(plainText("x".repeat(10_000)), `${"x".repeat(119)}…`);
  assert.equal(plainText("🙂".repeat(10), 4), "🙂🙂🙂…");
});

test("text that is left out is never left out without an ellipsis", () => {
  assert.match(plainText(`one${" ".repeat(2_000)}two`), /^one( two|…)$/);
  assert.match(plainText(`${"\u200b".repeat(2_000)}hidden`), /^(hidden|.*…)$/);
});

test("a name is not cut within a character", () => {
  const text = `a${" ".repeat(478)}🙂b`;
  assert.doesNotMatch(plainText(text), /\p{Surrogate}/u);
  assert.equal(plainText("a\ud83db"), "a b");
});

test("in less room both ends stay, within any room", () => {
  fc.assert(
    fc.property(name, fc.integer({ min: 1, max: 60 }), (text, limit) => {
      const [short, whole] = [Array.from(shortened(text, limit)), Array.from(plainText(text))];
      assert.ok(short.length <= limit);
      if (whole.length <= limit) assert.deepEqual(short, whole);
      else assert.deepEqual([short.at(0), short.at(-1)], [limit > 1 ? whole[0] : "…", limit > 2 ? whole.at(-1) : "…"]);
    }),
  );
  assert.equal(shortened("gpt-4o-2024-08-06, input", 11), "gpt-4…input");
});

test("in Markdown no character can begin a link, an icon, markup or HTML", () => {
  fc.assert(
    fc.property(name, (text) => {
      const shown = markdownText(text);
      // What is left after taking out escaped characters holds nothing that Markdown looks at.
      assert.doesNotMatch(shown.replace(/\\[^a-zA-Z0-9\s]/g, "").replaceAll("&amp;", ""), /[\\`*_{}[\]()#+\-.!|~<>$:@/&]/);
    }),
    { numRuns: 1_000 },
  );
  assert.equal(markdownText("[a](command:x) $(trash) <b>&lt;"), "\\[a\\]\\(command\\:x\\) \\$\\(trash\\) \\<b\\>&amp;lt;");
});
