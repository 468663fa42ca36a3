import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { before, describe, test } from "node:test";
import { checkout } from "../harness/checkout.ts";
import { readZip, type ZipFile } from "../harness/readZip.ts";

const LIMIT_BYTES = 600_000;

/** Everything the .vsix may hold, but for media/. The packager renames three files and adds two of its own. */
const EXPECTED = [
  "[Content_Types].xml",
  "extension.vsixmanifest",
  "extension/LICENSE.txt",
  "extension/changelog.md",
  "extension/package.json",
  "extension/readme.md",
  "extension/dist/dashboard.chart.js",
  "extension/dist/dashboard.css",
  "extension/dist/dashboard.js",
  "extension/dist/dashboard.toolkit.js",
  "extension/dist/extension.js",
  "extension/dist/historyWorker.js",
  "extension/dist/main.js",
  "extension/dist/undici.js",
];

describe("the packaged extension", () => {
  let size = 0;
  let files: readonly ZipFile[] = [];

  before(async () => {
    const content = await readFile(path.join(checkout, "dist", "openai-spend.vsix"));
    size = content.length;
    files = readZip(content);
  });

  test("holds exactly the files it should", async () => {
    const media = await readdir(path.join(checkout, "media"), { recursive: true, withFileTypes: true });
    const mediaFiles = media
      .filter((entry) => entry.isFile())
      .map((entry) => `extension/${path.relative(checkout, path.join(entry.parentPath, entry.name)).replaceAll("\\", "/")}`);
    assert.deepEqual(files.map((file) => file.name).sort(), [...EXPECTED, ...mediaFiles].sort());
  });

  test("is small", () => {
    assert.ok(size <= LIMIT_BYTES, `${size} bytes`);
  });

  test("holds no sources, maps or tests, and nothing that points to a map", () => {
    for (const { name, text } of files) {
      assert.doesNotMatch(name, /\.ts$|\.map$|\.test\.|node_modules|\/(src|webview|test|scripts|out)\//);
      if (/\.(js|css)$/.test(name)) assert.doesNotMatch(text(), /sourceMappingURL=/, name);
    }
  });

  test("its manifest names only files that are in it", () => {
    const manifest: unknown = JSON.parse(files.find((file) => file.name === "extension/package.json")?.text() ?? "null");
    const named = pathsIn(manifest).map((file) => `extension/${file.replace(/^\.\//, "")}`);
    const packaged = new Set(files.map((file) => file.name));
    assert.ok(named.length > 0);
    assert.deepEqual(named.filter((file) => !packaged.has(file)), []);
  });
});

/** Every string in the manifest that is a path to one of its own files. */
function pathsIn(value: unknown): string[] {
  if (typeof value === "string") return /^(\.\/)?(dist|media)\/[\w./-]+$/.test(value) ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(pathsIn);
}
