import { appendFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type { TestEvent } from "../../scripts/testReporter.mjs";
import { runFile } from "./hostTest.ts";

/** What VS Code runs as `extensionTestsPath`, inside its extension host. It rejects when a test failed. */
export async function run(): Promise<void> {
  // Taken at run time, from VS Code's own loader: that is what makes `require("vscode")` work in the test files.
  const load = createRequire(__filename);
  let failed = 0;
  for (const file of testFiles()) {
    const name = path.relative(__dirname, file).replace(/\.test\.js$/, "");
    await runFile(name, () => void load(file), (event) => {
      if (event.event === "fail") failed++;
      write(event);
    });
  }
  write({ event: "done" });
  if (failed > 0) throw new Error(`${String(failed)} tests failed`);
}

/** The runner may name some of the files; else it is all of them. */
function testFiles(): readonly string[] {
  const chosen = process.env["OPENAI_SPEND_TEST_FILES"];
  if (chosen !== undefined) {
    const files: unknown = JSON.parse(chosen);
    if (Array.isArray(files)) return files.map(String);
  }
  return readdirSync(__dirname, { recursive: true, encoding: "utf8" })
    .filter((entry) => entry.endsWith(".test.js"))
    .sort()
    .map((entry) => path.join(__dirname, entry));
}

function write(event: TestEvent): void {
  const file = process.env["OPENAI_SPEND_TEST_EVENTS"];
  if (file === undefined) throw new Error("OPENAI_SPEND_TEST_EVENTS is not set");
  appendFileSync(file, JSON.stringify(event) + "\n");
}
