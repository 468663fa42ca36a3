import * as vscode from "vscode";
import { SpendError } from "../../domain/errors.ts";
import { defaultView, type ViewQuery } from "../../domain/viewQuery.ts";
import { exportFile } from "../../model/exportRows.ts";
import type { ExportFormat } from "../../shared/protocol.ts";
import type { CommandContext } from "../commandContext.ts";
import { saveExport } from "../saveExport.ts";

const formats = [
  { format: "csv", label: "CSV", description: "for spreadsheets; cells are safe against formulas" },
  { format: "json", label: "JSON", description: "for programs; every digit kept as text" },
] as const;

/** Writes what the dashboard asks, value by value, to a file; without a dashboard, what one would open on. */
export async function exportData(context: CommandContext): Promise<void> {
  const chosen = await vscode.window.showQuickPick(formats, { title: "Export Data", placeHolder: "Format" });
  if (chosen) await exportView(context, context.dashboards.query ?? defaultView, chosen.format);
}

async function exportView({ model }: CommandContext, view: ViewQuery, format: ExportFormat): Promise<void> {
  if (model.account.kind === "none") throw new SpendError("noKey", "There is nothing to export: no admin key is set.");
  if (model.account.kind === "refused") throw model.account.error;
  // What the dashboard has not asked for yet is fetched first; an export must not be a part of the truth.
  await model.show(exportView, view);
  const file = exportFile(model, view, format);
  model.hide(exportView);
  if (!file) throw new SpendError("serverFailed", "There is nothing to export: nothing of this view could be fetched.");
  await saveExport(file);
}
