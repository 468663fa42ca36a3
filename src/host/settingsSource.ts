import * as vscode from "vscode";
import type { Log } from "../model/log.ts";
import { parseSettings, type Settings } from "../model/settings.ts";

/** The settings as one parsed object, parsed again whenever one of them changes. */
export class SettingsSource implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<Settings>();
  readonly #listening: vscode.Disposable;
  readonly #log: Log;
  readonly onDidChange = this.#changed.event;
  current: Settings;

  constructor(log: Log) {
    this.#log = log;
    this.current = this.#read();
    this.#listening = vscode.workspace.onDidChangeConfiguration((event) => {
      if (!event.affectsConfiguration("openaiSpend")) return;
      this.current = this.#read();
      this.#changed.fire(this.current);
    });
  }

  dispose(): void {
    this.#listening.dispose();
    this.#changed.dispose();
  }

  #read(): Settings {
    const configuration = vscode.workspace.getConfiguration("openaiSpend");
    const settings = parseSettings((name) => configuration.get<unknown>(name));
    for (const problem of settings.problems) this.#log.warn(problem);
    return settings;
  }
}
