import * as vscode from "vscode";
import { accountHost } from "../../model/account.ts";
import { keptText } from "../../model/keptText.ts";
import type { CommandContext } from "../commandContext.ts";

const deleteOne = "Delete";
const deleteAll = "Delete All Organizations";

/** Says what is kept, and deletes it once a person has said so: of the organization shown, or of all. */
export async function clearHistory({ model, history }: CommandContext): Promise<void> {
  const all = await history.call("describe", { account: undefined });
  if (all.organizations === 0) {
    await vscode.window.showInformationMessage("There is no local history: nothing is kept on this machine.");
    return;
  }
  const own = await model.session?.history.describe();
  const whose = `${accountHost(model.account)}${model.session?.organization ? ` (${model.session.organization})` : ""}`;
  const detail = [
    ...(own ? [`${whose}: ${keptText({ ...own, bytes: all.bytes })}.`] : []),
    ...(own === undefined || all.organizations > 1 ? [`All ${String(all.organizations)} organizations: ${keptText(all)}.`] : []),
    "Rows and names are deleted from this machine, for all windows, and then fetched again from the API: what is looked at first, the rest of the year in the background. The admin key and the settings stay.",
  ].join("\n\n");
  const choices = [...(own ? [deleteOne] : []), ...(own === undefined || all.organizations > 1 ? [deleteAll] : [])];
  const chosen = await vscode.window.showWarningMessage("Delete the local history?", { modal: true, detail }, ...choices);
  if (chosen === deleteAll) await history.call("clear", { account: undefined });
  if (chosen === deleteOne || (chosen === deleteAll && own)) await model.clearHistory();
  if (chosen !== undefined) vscode.window.setStatusBarMessage("Local history deleted", 5_000);
}
