import * as vscode from "vscode";
import type { Disposable } from "../domain/emitter.ts";
import type { Log } from "../model/log.ts";
import type { HistoryPort } from "../worker/port.ts";
import { ThreadPort } from "../worker/threadPort.ts";

/** Where history lies: one file for all windows of this machine. In memory where the storage is no folder of its own. */
export function historyPort(context: vscode.ExtensionContext, log: Log): HistoryPort & Disposable {
  const { globalStorageUri: folder, extensionUri } = context;
  const file = folder.scheme === "file" ? vscode.Uri.joinPath(folder, "history.db").fsPath : undefined;
  const port = new ThreadPort({ script: vscode.Uri.joinPath(extensionUri, "dist", "historyWorker.js").fsPath, file, log: (line) => { log.info(line); } });
  return Object.assign(port, { dispose: () => void port.close() });
}
