import * as vscode from "vscode";
import { SpendError } from "../../domain/errors.ts";
import { defaultView, type ViewQuery } from "../../domain/viewQuery.ts";
import { exportFileName, exportText, type ExportFormat } from "../../model/exportRows.ts";
import type { CommandContext } from "../commandContext.ts";

const formats = [
  { format: "csv", label: "CSV", description: "for spreadsheets; cells are safe against formulas" },
  { format: "json", label: "JSON", description: "for programs; every digit kept as text" },
] as const;

/** Writes what the dashboard shows to a file of the user's choice; the dashboard's own buttons name the format. */
export async function exportData(context: CommandContext, argument: unknown): Promise<void> {
  const named = formats.find(({ format }) => format === argument);
  const chosen = named ?? (await vscode.window.showQuickPick(formats, { title: "Export Data", placeHolder: "Format" }));
  if (chosen) await exportView(context, context.dashboards.query ?? defaultView, chosen.format);
}

async function exportView({ model }: CommandContext, view: ViewQuery, format: ExportFormat): Promise<void> {
  if (model.account.kind === "none") throw new SpendError("noKey", "There is nothing to export: no admin key is set.");
  if (model.account.kind === "refused") throw model.account.error;
  // What the dashboard has not asked for yet is fetched first; an export must not be a part of the truth.
  await model.show(exportView, view);
  const text = exportText(model, view, format);
  model.hide(exportView);
  if (text === undefined) throw new SpendError("serverFailed", "There is nothing to export: nothing of this view could be fetched.");
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = exportFileName(model, view, format);
  const target = await vscode.window.showSaveDialog({
    title: "Export Data",
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, name) }),
    ...(!folder && { defaultUri: vscode.Uri.file(name) }),
    filters: format === "csv" ? { CSV: ["csv"] } : { JSON: ["json"] },
  });
  if (!target) return;
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
  vscode.window.setStatusBarMessage(`Exported to ${target.path.split("/").at(-1) ?? name}`, 5_000);
}
