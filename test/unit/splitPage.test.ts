import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { bodyOf } from "../../src/api/body.ts";
import { readPage } from "../../src/api/pageReader.ts";
import { splitPage } from "../../src/api/splitPage.ts";
import { thrown } from "./support/refusal.ts";

/** A page parsed bucket by bucket is the page parsed in one go. */

const split = (page: string): ReturnType<typeof splitPage> => splitPage(Buffer.from(page));
const elementsOf = (page: string): readonly string[] | undefined => split(page).elements?.map(String);
const read = (page: string): readonly unknown[] => readPage("costs", bodyOf(page)).data;

const spaced = fc.constantFrom("", " ", "\n\t ");
/** Texts full of what could be taken for the end or the beginning of something. */
const trap = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('},{"object":"bucket",', '"', "\\", ",", "[", "]", "{", "}", ":", "data", "é", "😀", "\0", " ") }));
const bucket = fc.array(fc.dictionary(trap, trap)).map((results) => ({ object: "bucket", results }));
const element = fc.oneof(fc.jsonValue({ stringUnit: "grapheme" }), fc.dictionary(trap, trap), fc.array(trap));

test("whatever stands in data comes out of it, whatever it looks like and whatever stands beside it", () => {
  fc.assert(
    fc.property(fc.oneof(fc.array(bucket), fc.array(element, { maxLength: 6 })), fc.dictionary(trap, element), spaced, fc.boolean(), (data, beside, space, indented) => {
      const page = { "a": [["data"], { data: [1] }], ...beside, object: "page", data, has_more: false, next_page: null, z: { data: [2] } };
      const json = space + JSON.stringify(page, undefined, indented ? 1 : undefined) + space;
      assert.deepEqual(read(json), JSON.parse(JSON.stringify(data)));
      assert.equal(split(json).elements?.length, data.length);
    }),
    { numRuns: 1_000 },
  );
});

test("what is no JSON in one go is none in pieces, and what is comes out the same", () => {
  const buckets = JSON.stringify({ object: "page", data: [1, 2, 3].map((amount) => ({ object: "bucket", results: [{ amount }] })), has_more: false, next_page: null });
  const others = JSON.stringify({ object: "page", data: [{ a: ["x,y]"], b: 1 }, { c: '\\"' }, "z"], has_more: false, next_page: null });
  fc.assert(
    fc.property(fc.constantFrom(buckets, others), fc.nat(200), fc.nat(3), fc.constantFrom("", ",", "]", "[", "{", "}", '"', "\\", ":", "1", "\uFEFF", "null"), (good, at, cut, put) => {
      const broken = good.slice(0, at) + put + good.slice(at + cut);
      const data = dataOf(broken.replace(/^\uFEFF/, ""));
      if (data === undefined) thrown(() => read(broken), "untrusted");
      // A bucket that is none any more is refused at the latest when its rows are read.
      else if (good === others || data.every((each) => JSON.stringify(each).startsWith('{"object":"bucket",'))) assert.deepEqual(read(broken), data);
    }),
    { numRuns: 5_000 },
  );
});

/** The list of a page that holds, by `JSON.parse` alone. */
function dataOf(json: string): readonly unknown[] | undefined {
  try {
    const { object, data, has_more } = JSON.parse(json) as { object?: unknown; data?: unknown; has_more?: unknown };
    return object === "page" && Array.isArray(data) && typeof has_more === "boolean" ? data : undefined;
  } catch {
    return undefined;
  }
}

test("what looks like the gap between two buckets and is none makes no other page of it", () => {
  const nested = { object: "bucket", results: [{ inner: [{ a: 1 }, { object: "bucket", b: 2 }] }] };
  thrown(() => read(JSON.stringify({ object: "page", data: [nested, nested], has_more: false, next_page: null })), "untrusted");
  assert.deepEqual(read(JSON.stringify({ object: "page", data: [nested, nested], has_more: false, next_page: null }, undefined, 1)), [nested, nested]);
});

test("a list that is left out, empty or doubled by commas is told from one with elements", () => {
  assert.deepEqual(elementsOf('{"data":[ \n]}'), []);
  assert.deepEqual(elementsOf('{"data" : [1 , [2,3],{"a":"]"}]}'), ["1 ", " [2,3]", '{"a":"]"}']);
  for (const list of ["[,]", "[1,]", "[,1]", "[1,,2]", "[1 2]"]) thrown(() => read(`{"object":"page","has_more":false,"data":${list}}`), "untrusted");
  for (const other of ["{}", "null", '"data"', "[", '{"data":[1', '{"data":[1}', '{"data":{"data":[1]}}', '{"d\\u0061ta":[1]}']) assert.equal(elementsOf(other), undefined, other);
});

test("a list that is spelled with an escape is read like any other, and one that comes twice is refused", () => {
  assert.deepEqual(read('{"object":"page","has_more":false,"d\\u0061ta":[1]}'), [1]);
  for (const second of ["[]", "[2]", "[null,null]", "null", "{}"]) thrown(() => read(`{"object":"page","has_more":false,"data":[1],"data":${second}}`), "untrusted");
});

test("a byte order mark may stand before the page, and nowhere else", () => {
  assert.deepEqual(read('\uFEFF{"object":"page","has_more":false,"data":[1]}'), [1]);
  thrown(() => read('{"object":"page","has_more":false,"data":[\uFEFF1]}'), "untrusted");
});

test("a page that is written in another way is searched once for how the API writes it, not from each of its buckets", () => {
  const page = Buffer.from(`{"data": [${Array.from({ length: 500 }, () => '{"start_time": 1}').join(", ")}]}`);
  let searches = 0;
  page.indexOf = ((wanted: Buffer, from: number) => {
    searches += 1;
    return Buffer.from(page.buffer, page.byteOffset, page.length).indexOf(wanted, from);
  }) as typeof page.indexOf;
  assert.equal(splitPage(page).elements?.length, 500);
  assert.ok(searches <= 2, String(searches));
});
