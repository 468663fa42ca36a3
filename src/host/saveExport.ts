import * as vscode from "vscode";
import type { ExportFile } from "../shared/protocol.ts";

/** Writes a text to a file of the user's choice. */
export async function saveExport({ name, format, text }: ExportFile): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const target = await vscode.window.showSaveDialog({
    title: "Export Data",
    defaultUri: folder ? vscode.Uri.joinPath(folder, name) : vscode.Uri.file(name),
    filters: format === "csv" ? { CSV: ["csv"] } : { JSON: ["json"] },
  });
  if (!target) return;
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
  vscode.window.setStatusBarMessage(`Exported to ${target.path.split("/").at(-1) ?? name}`, 5_000);
}
