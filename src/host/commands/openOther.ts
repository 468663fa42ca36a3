import * as vscode from "vscode";
import type { CommandContext } from "../commandContext.ts";

export function showLog({ channel }: CommandContext): void {
  channel.show();
}

export async function openSettings(): Promise<void> {
  await vscode.commands.executeCommand("workbench.action.openSettings", "openaiSpend");
}
