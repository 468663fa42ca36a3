import * as vscode from "vscode";
import { SpendError } from "../../domain/errors.ts";
import type { CommandContext } from "../commandContext.ts";

/** Removes the key of the present address from SecretStorage, after asking: a key cannot be had back. */
export async function removeAdminKey({ settings, keys, accounts }: CommandContext): Promise<void> {
  const { baseUrl } = settings.current;
  if (baseUrl instanceof SpendError) throw baseUrl;
  if ((await keys.get(baseUrl)) === undefined) {
    const fromEnvironment = keys.fromEnvironment(baseUrl) !== undefined;
    const why = fromEnvironment ? "The key comes from the environment variable OPENAI_ADMIN_KEY; unset it there." : `No admin key is stored for ${baseUrl.host}.`;
    await vscode.window.showInformationMessage(why);
    return;
  }
  const remove = "Remove";
  const detail = "OpenAI Spend forgets the key. The key itself goes on working until it is revoked on OpenAI's site.";
  const chosen = await vscode.window.showWarningMessage(`Remove the admin key for ${baseUrl.host}?`, { modal: true, detail }, remove);
  if (chosen !== remove) return;
  await keys.remove(baseUrl);
  await accounts.decide();
}
