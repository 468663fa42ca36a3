import type * as vscode from "vscode";

const stateKey = "boundProject";

/** The project that this workspace belongs to, where somebody said so; kept with the workspace, not in its files. */
export class BoundProject {
  readonly #state: vscode.Memento;
  readonly #changed: () => void;

  constructor(state: vscode.Memento, changed: () => void) {
    this.#state = state;
    this.#changed = changed;
  }

  get current(): string | undefined {
    const value = this.#state.get<unknown>(stateKey);
    return typeof value === "string" ? value : undefined;
  }

  async bind(project: string | undefined): Promise<void> {
    await this.#state.update(stateKey, project);
    this.#changed();
  }
}
