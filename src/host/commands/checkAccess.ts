import * as vscode from "vscode";
import { asSpendError, SpendError } from "../../domain/errors.ts";
import { checkAccess, type AccessLine } from "../../model/accessCheck.ts";
import { accountHost } from "../../model/account.ts";
import { keptText } from "../../model/keptText.ts";
import type { CommandContext } from "../commandContext.ts";
import { withoutIcons } from "../withoutIcons.ts";

/** Tries what the key may read and lists what works, which scope is missing, and what stays hidden because of it. */
export async function checkAccessCommand({ model }: CommandContext): Promise<void> {
  const { session, account } = model;
  if (account.kind === "refused") throw account.error;
  if (!session) throw new SpendError("noKey", "No admin key is set.");
  const unending = new AbortController().signal; // each probe ends by itself within a minute
  const lines = await vscode.window.withProgress({ location: { viewId: "openaiSpend.projects" } }, () => checkAccess(session, unending));
  const whose = session.organization === null ? "" : ` · ${session.organization}`;
  const title = `Admin Key Access · ${accountHost(account)}${whose}`;
  const failed = lines.filter((line) => line.error).length;
  const placeHolder = failed === 0 ? "Everything works" : `${String(lines.length - failed)} of ${String(lines.length)} work`;
  const kept = await session.history.describe().then(keptText, (error: unknown) => asSpendError(error).message);
  const items = [...lines.map(accessItem), { label: "$(database) Local history", description: withoutIcons(kept), detail: "Kept on this machine; Clear Local History deletes it." }];
  await vscode.window.showQuickPick(items, { title, placeHolder });
}

function accessItem({ what, error, shows }: AccessLine): vscode.QuickPickItem {
  if (!error) return { label: `$(pass) ${what}`, description: "works", detail: `Shows ${shows}.` };
  const scope = error.detail.scope;
  return { label: `$(error) ${what}`, description: withoutIcons(scope === undefined ? error.message : `missing scope ${scope}`), detail: `Hidden: ${shows}.` };
}
