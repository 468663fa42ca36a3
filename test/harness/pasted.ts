import { eventually } from "./eventually.ts";
import type { Workbench } from "./workbench.ts";

/** What the clipboard holds, as a person would find out: pasted into a new file and read there. */
export async function pasted(workbench: Workbench): Promise<string> {
  const { page } = workbench;
  await workbench.runCommand("File: New Untitled Text File");
  const editor = page.locator(".editor-instance .monaco-editor").last();
  await eventually("the new file has the focus", async () => {
    if (!(await editor.evaluate((element) => element.classList.contains("focused")))) throw new Error("it has not");
  });
  await page.keyboard.press("ControlOrMeta+V");
  return eventually("something was pasted", async () => {
    // The lines lie in the page in the order in which they were drawn, which need not be theirs.
    const lines = await editor.locator(".view-line").evaluateAll((elements) =>
      elements.map((element) => ({ top: element.getBoundingClientRect().top, text: element.textContent })).sort((a, b) => a.top - b.top),
    );
    const text = lines.map((line) => line.text.replaceAll("\u00a0", " ")).join("\n");
    if (text === "") throw new Error("the file is empty");
    return text;
  });
}
