import { createHash } from "node:crypto";
import type * as vscode from "vscode";
import { withoutKeys } from "../api/adminKey.ts";
import { SpendError } from "../domain/errors.ts";
import type { Account } from "../model/account.ts";
import type { Log } from "../model/log.ts";
import type { AdminKeyStore } from "./adminKeyStore.ts";
import type { SettingsSource } from "./settingsSource.ts";

const sampleKey = "exploreSample";

export interface AccountSourceOptions {
  readonly settings: Pick<SettingsSource, "current" | "onDidChange">;
  readonly keys: Pick<AdminKeyStore, "get" | "fromEnvironment" | "onDidChange">;
  /** Keeps whether the sample was chosen. */
  readonly state: Pick<vscode.Memento, "get" | "update">;
  readonly log: Log;
  /** `vscode.window.onDidChangeWindowState` */
  readonly windowChanges: vscode.Event<Pick<vscode.WindowState, "focused">>;
  /** `vscode.commands.executeCommand` */
  readonly executeCommand: (command: "setContext", name: string, value: string) => Thenable<unknown>;
  readonly show: (account: Account) => void;
}

/** Decides whose numbers are shown, from settings, keys and whether the sample was chosen; tells when that changes. */
export class AccountSource implements vscode.Disposable {
  readonly #options: AccountSourceOptions;
  readonly #listening: readonly vscode.Disposable[];
  #shown = "";
  #deciding = 0;

  constructor(options: AccountSourceOptions) {
    this.#options = options;
    this.#listening = [
      options.settings.onDidChange(() => void this.decide()),
      options.keys.onDidChange(() => void this.decide()),
      // Another window may have set a key or left the sample, and not every secret storage tells of it.
      options.windowChanges(({ focused }) => {
        if (focused) void this.decide();
      }),
    ];
  }

  async exploreSample(explore: boolean): Promise<void> {
    await this.#options.state.update(sampleKey, explore);
    await this.decide();
  }

  /** Shows the account that settings and keys amount to now, unless it is shown already. Never rejects. */
  async decide(): Promise<void> {
    this.#deciding += 1;
    const turn = this.#deciding;
    const decided = await this.#account().catch((error: unknown): Account => {
      this.#options.log.error(`The admin key could not be read: ${withoutKeys(error instanceof Error ? error.message : String(error))}`);
      return { kind: "refused", error: new SpendError("noKey", "VS Code's secret storage does not answer, so the admin key cannot be read.", { cause: error }) };
    });
    // SecretStorage answers late; a decision that was overtaken says nothing any more.
    if (turn !== this.#deciding) return;
    const name = await nameOf(decided);
    if (turn !== this.#deciding || name === this.#shown) return;
    this.#shown = name;
    const context = decided.kind === "refused" && decided.error.kind === "noKey" ? "unreadable" : decided.kind;
    // Sent before what the views then say, and not waited for: VS Code may be busy for seconds, in which nothing more
    // is to be asked for an account that was given up.
    const told = this.#options.executeCommand("setContext", "openaiSpend.account", context);
    this.#options.show(decided);
    await told;
  }

  async #account(): Promise<Account> {
    const { settings, keys, state } = this.#options;
    const { baseUrl } = settings.current;
    if (state.get<boolean>(sampleKey) === true) return { kind: "sample" };
    if (baseUrl instanceof SpendError) return { kind: "refused", error: baseUrl };
    if ((await keys.get(baseUrl)) !== undefined) return { kind: "key", baseUrl, from: "stored", key: () => keys.get(baseUrl) };
    const key = keys.fromEnvironment(baseUrl);
    return key === undefined ? { kind: "none" } : { kind: "key", baseUrl, from: "environment", key: () => Promise.resolve(key) };
  }

  dispose(): void {
    for (const listener of this.#listening) listener.dispose();
  }
}

/** Tells accounts apart: another key at the same address is another account, and its rows belong elsewhere. */
async function nameOf(account: Account): Promise<string> {
  switch (account.kind) {
    case "none":
    case "sample":
      return account.kind;
    case "refused":
      return account.error.message;
    case "key": {
      const digest = createHash("sha256").update((await account.key()) ?? "").digest("hex").slice(0, 16);
      return `key ${account.baseUrl.href} ${account.from} ${digest}`;
    }
  }
}
