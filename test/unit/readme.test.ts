import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { allSources, sourceSpec } from "../../src/domain/sources.ts";
import { settingNames } from "../../src/model/settings.ts";
import { checkout } from "../harness/checkout.ts";

const read = (file: string): string => readFileSync(path.join(checkout, file), "utf8");

test("the README's table of sources is the table of sources", () => {
  const code = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(" ");
  const readme = read("README.md");
  for (const source of allSources) {
    const { label, path: place, widths, filters, groupBy, metrics } = sourceSpec(source);
    const more = metrics.length > 1 ? `, ${String(metrics.length - 1)} more` : "";
    const row = `| ${label} | \`${place}\` | ${Object.keys(widths).join(" ")} | ${code(filters)} | ${code(groupBy)} | ${metrics[0]?.label ?? ""}${more} |`;
    assert.ok(readme.includes(row), `README.md lacks the row\n${row}`);
  }
});

test("the README names every setting", () => {
  const readme = read("README.md");
  for (const name of settingNames) assert.ok(readme.includes(`openaiSpend.${name}`), name);
});

test("every file and picture that the documents link to exists", () => {
  for (const document of ["README.md", "CONTRIBUTING.md"]) {
    const links = [...read(document).matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map((match) => match[1] ?? "");
    for (const link of links) assert.ok(existsSync(path.join(checkout, link)), `${document} links to ${link}`);
  }
});

test("CONTRIBUTING says why each package is here", () => {
  const manifest: unknown = JSON.parse(read("package.json"));
  assert.ok(typeof manifest === "object" && manifest !== null && "devDependencies" in manifest);
  const contributing = read("CONTRIBUTING.md");
  for (const name of Object.keys(manifest.devDependencies as object)) assert.ok(contributing.includes(`\`${name}\``), name);
});
