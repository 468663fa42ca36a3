import * as vscode from "vscode";
import type { CommandContext } from "../commandContext.ts";
import { withoutIcons } from "../withoutIcons.ts";

/** Opens the dashboard on a view that was saved under a name. */
export async function openView({ views, dashboards }: CommandContext): Promise<void> {
  const { all } = views;
  if (all.length === 0) {
    void vscode.window.showInformationMessage("No view is saved yet. “Save View…” in the dashboard keeps one under a name.");
    return;
  }
  const items = all.map((view) => ({ label: withoutIcons(view.name), view }));
  const chosen = await vscode.window.showQuickPick(items, { title: "Open Saved View", placeHolder: "View" });
  if (chosen) dashboards.showView(chosen.view);
}
