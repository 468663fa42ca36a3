import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { eventually } from "./eventually.ts";
import type { Workbench } from "./workbench.ts";

/** Takes the name that the dialog for saving offers, and reads the file: the first and only one in the workspace. @param offered The whole path must match */
export async function savedFile(workbench: Workbench, workspace: string, offered: RegExp): Promise<string> {
  await eventually("the dialog offers a file in the workspace", async () => {
    assert.match(await workbench.quickInput.box.inputValue(), offered);
  });
  await workbench.page.keyboard.press("Enter");
  const file = await eventually("the file is written", async () => {
    const [name = "", ...more] = await readdir(workspace);
    assert.ok(name !== "" && more.length === 0, [name, ...more].join());
    return path.join(workspace, name);
  });
  return readFile(file, "utf8");
}
