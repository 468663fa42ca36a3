import * as vscode from "vscode";
import type { Disposable } from "../domain/emitter.ts";
import { withoutKeys } from "../api/adminKey.ts";
import { asSpendError } from "../domain/errors.ts";
import { remedy, remedyLabels } from "../model/statusText.ts";
import { commandTable, type CommandId } from "./commandTable.ts";
import { remedyCommands } from "./remedyCommands.ts";
import type { CommandContext } from "./commandContext.ts";
import { DisposableStore } from "./disposableStore.ts";

/** Registers every command of the table behind one wrapper: detail to the log, plain words and a way out to the user. */
export function registerCommands(context: CommandContext): Disposable {
  const own = new DisposableStore();
  for (const id of Object.keys(commandTable) as CommandId[]) // the table's keys, by its type
    own.add(vscode.commands.registerCommand(id, (...given: unknown[]) => run(id, context, given)));
  return own;
}

/** What stands in the menu of a row, and means that row where anything is handed over. */
const ofRows: ReadonlySet<CommandId> = new Set<CommandId>(["openaiSpend.copyValue", "openaiSpend.copyId", "openaiSpend.copyAsCurl", "openaiSpend.bindProject"]);

async function run(id: CommandId, context: CommandContext, given: readonly unknown[]): Promise<void> {
  const [argument] = given;
  // VS Code hands over nothing for a row that was repainted between the opening of its menu and the choice.
  if (given.length > 0 && (argument ?? undefined) === undefined && ofRows.has(id)) {
    vscode.window.setStatusBarMessage("The row has just changed. Please choose again.", 5_000);
    return;
  }
  try {
    await commandTable[id](context, argument);
  } catch (error) {
    const known = asSpendError(error);
    if (known.kind === "cancelled") return;
    context.log.error(withoutKeys(`${id}: ${known.message} ${known.stack ?? ""}`));
    const help = remedy(known);
    const chosen = await vscode.window.showErrorMessage(known.message, remedyLabels[help]);
    if (chosen !== undefined) await vscode.commands.executeCommand(remedyCommands[help]);
  }
}
