import * as vscode from "vscode";
import { Emitter, type Disposable } from "../domain/emitter.ts";
import type { ViewQuery } from "../domain/viewQuery.ts";
import type { Log } from "../model/log.ts";
import { nameFault, readViews, withoutView, withView, type KeptViews, type ReadViews, type SavedView } from "../model/savedViews.ts";

const stateKey = "savedViews";

/** Views by name, kept with the user and not with a workspace. Asks for what it needs to know. */
export class SavedViews {
  readonly #state: vscode.Memento;
  readonly #changes: Emitter<undefined>;

  constructor(state: vscode.Memento, log: Log) {
    this.#state = state;
    this.#changes = new Emitter((error) => {
      log.error(`The saved views could not be shown: ${String(error)}`);
    });
  }

  get all(): readonly SavedView[] {
    return this.#read.views;
  }

  get #read(): ReadViews {
    return readViews(this.#state.get<unknown>(stateKey));
  }

  onDidChange(listener: () => void): Disposable {
    return this.#changes.on(listener);
  }

  find(name: string): SavedView | undefined {
    return this.all.find((view) => view.name === name);
  }

  /** Keeps a view under a name that is asked for. */
  async save(query: ViewQuery, look: string): Promise<void> {
    const typed = await vscode.window.showInputBox({
      title: "Save View",
      prompt: "Name of the view. The name of one that is there replaces it.",
      placeHolder: "Costs by project, month to date",
      validateInput: (text) => nameFault(this.#read, text.trim()),
    });
    if (typed === undefined) return;
    const name = typed.trim();
    await this.#keep(withView(this.#read, { name, query, look }));
    vscode.window.setStatusBarMessage(`Saved the view “${name}”`, 5_000);
  }

  /** Asks first: what is deleted is gone. */
  async delete(name: string): Promise<void> {
    if (!withoutView(this.#read, name)) return;
    const yes = "Delete";
    if ((await vscode.window.showWarningMessage(`Delete the view “${name}”?`, { modal: true }, yes)) !== yes) return;
    const left = withoutView(this.#read, name); // another window may have changed the list while it was asked
    if (left) await this.#keep(left);
  }

  async #keep(views: KeptViews): Promise<void> {
    await this.#state.update(stateKey, views);
    this.#changes.fire(undefined);
  }
}
