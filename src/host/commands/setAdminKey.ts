import * as vscode from "vscode";
import { checkAdminKey } from "../../api/adminKey.ts";
import type { BaseUrl } from "../../api/baseUrl.ts";
import { Directory } from "../../api/directory.ts";
import { Sender } from "../../api/sender.ts";
import { UsageClient } from "../../api/usageClient.ts";
import { SpendError } from "../../domain/errors.ts";
import { checkAccess, type AccessLine } from "../../model/accessCheck.ts";
import type { CommandContext } from "../commandContext.ts";

/** Takes a key, tries it, and stores it only when the server does not reject it. */
export async function setAdminKey(context: CommandContext): Promise<void> {
  const { baseUrl } = context.settings.current;
  if (baseUrl instanceof SpendError) throw baseUrl;
  const key = await askForKey(baseUrl);
  if (key === undefined) return;
  const lines = await vscode.window.withProgress({ location: { viewId: "openaiSpend.projects" } }, () => tryKey(context, baseUrl, key));
  const rejected = lines.find((line) => line.error?.kind === "keyRejected")?.error;
  if (rejected) throw new SpendError("keyRejected", `The key was rejected by ${baseUrl.host}, so it is not stored.`, { cause: rejected });
  const [costs, usage] = lines;
  const may = !costs?.error || !usage?.error;
  if (!may && costs.error.kind === "scopeMissing")
    throw new SpendError("keyRejected", `The key may read neither costs nor usage on ${baseUrl.host}, so it is not stored. ${costs.error.message}`, { cause: costs.error });
  if (!may && !(await storeAnyway(costs))) return;
  await context.keys.set(baseUrl, key);
  // Decides, too. The same key set again is the same account: then it is asked anew, since a person wants to see it work.
  await context.accounts.exploreSample(false);
  void context.model.refresh();
}

/** A password box: in an ordinary one the key would end up in a file of the profile. */
async function askForKey(baseUrl: BaseUrl): Promise<string | undefined> {
  const typed = await vscode.window.showInputBox({
    title: "Set Admin Key",
    prompt: `Admin key for ${baseUrl.host}. An organization owner makes one at platform.openai.com → Settings → Admin keys; read-only is enough. It is kept in VS Code's secret storage.`,
    placeHolder: "sk-admin-…",
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) => {
      const checked = checkAdminKey(text);
      return checked.ok ? undefined : checked.reason;
    },
  });
  const checked = typed === undefined ? undefined : checkAdminKey(typed);
  return checked?.ok ? checked.key : undefined;
}

function tryKey({ network, clock, log }: CommandContext, baseUrl: BaseUrl, key: string): Promise<readonly AccessLine[]> {
  const sender = new Sender({ transport: network, clock, baseUrl, key: () => Promise.resolve(key), log: (line) => { log.info(line); } });
  const now = (): number => Math.floor(clock.now() / 1000);
  return checkAccess({ client: new UsageClient(sender), directory: new Directory(sender), now }, new AbortController().signal);
}

/** Offline, or the server fails: the key may be good, and nobody can tell. */
async function storeAnyway(costs: AccessLine): Promise<boolean> {
  const store = "Store Anyway";
  const chosen = await vscode.window.showWarningMessage(`The key could not be tried. ${costs.error?.message ?? ""}`, store);
  return chosen === store;
}
