import * as vscode from "vscode";
import type { CommandContext } from "../commandContext.ts";

/** Shows the sample organization, without a key and without a network, until it is left or a key is set. */
export async function useSampleOrganization({ accounts }: CommandContext): Promise<void> {
  await accounts.exploreSample(true);
  await vscode.commands.executeCommand("openaiSpend.projects.focus");
}

export async function leaveSampleOrganization({ accounts }: CommandContext): Promise<void> {
  await accounts.exploreSample(false);
}
