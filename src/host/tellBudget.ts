import * as vscode from "vscode";
import type { Crossing } from "../model/budgetWatch.ts";

/** The one thing that pops up by itself. */
export function tellBudget({ step, text }: Crossing): void {
  const show = step === 100 ? vscode.window.showErrorMessage : vscode.window.showWarningMessage;
  const open = "Open Dashboard";
  void show(text, open).then((chosen) => {
    if (chosen === open) void vscode.commands.executeCommand("openaiSpend.openDashboard");
  });
}
