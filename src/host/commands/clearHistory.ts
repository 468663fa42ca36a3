import * as vscode from "vscode";
import { accountHost } from "../../model/account.ts";
import { clearQuestion } from "../../model/clearQuestion.ts";
import type { CommandContext } from "../commandContext.ts";

const deleteOne = "Delete";
const deleteAll = "Delete All Organizations";

/** Says what is kept, and deletes it once a person has said so: of the organization shown, or of all. */
export async function clearHistory({ model, history }: CommandContext): Promise<void> {
  const all = await history.call("describe", { account: undefined });
  const own = await model.session?.history.describe();
  const whose = `${accountHost(model.account)}${model.session?.organization ? ` (${model.session.organization})` : ""}`;
  const question = clearQuestion(all, own, whose);
  if (!question) {
    await vscode.window.showInformationMessage("There is no local history: nothing is kept on this machine.");
    return;
  }
  const choices = [...(question.one ? [deleteOne] : []), ...(question.all ? [deleteAll] : [])];
  const chosen = await vscode.window.showWarningMessage("Delete the local history?", { modal: true, detail: question.detail }, ...choices);
  if (chosen === deleteAll) await history.call("clear", { account: undefined });
  if (chosen === deleteOne || (chosen === deleteAll && own)) await model.clearHistory();
  if (chosen !== undefined) vscode.window.setStatusBarMessage("Local history deleted", 5_000);
}
