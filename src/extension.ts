import type * as vscode from "vscode";

/**
 * What VS Code loads while it starts: nothing yet. Everything else is loaded once this turn is over, so that the
 * extensions that start after this one do not wait for it. Commands wait for the promise.
 */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  const { start } = await import("./main.ts");
  start(context);
}
