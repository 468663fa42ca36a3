import * as vscode from "vscode";
import { toText } from "../../domain/decimal.ts";
import type { CommandContext } from "../commandContext.ts";
import { isTreeNode } from "../treeNode.ts";

/** The exact number of a line, every digit. */
export async function copyValue(_: CommandContext, argument: unknown): Promise<void> {
  if (isTreeNode(argument) && "line" in argument && argument.line.total) await copy(toText(argument.line.total), "Value copied");
}

/** The id of a line as the API has it. */
export async function copyId(_: CommandContext, argument: unknown): Promise<void> {
  if (isTreeNode(argument) && "line" in argument && "value" in argument.line && argument.line.value !== null) await copy(argument.line.value, "Id copied");
}

/** Puts text on the clipboard and says so where it is out of the way. */
export async function copy(text: string, said: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(said, 5_000);
}
