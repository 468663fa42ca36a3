import { createHash } from "node:crypto";
import * as vscode from "vscode";
import { withoutKeys } from "../api/adminKey.ts";
import { SpendError } from "../domain/errors.ts";
import type { Account } from "../model/account.ts";
import type { Log } from "../model/log.ts";
import type { AdminKeyStore } from "./adminKeyStore.ts";
import type { SettingsSource } from "./settingsSource.ts";

const sampleKey = "exploreSample";

/** Decides whose numbers are shown, from settings, keys and whether the sample was chosen; tells when that changes. */
export class AccountSource implements vscode.Disposable {
  readonly #settings: SettingsSource;
  readonly #keys: AdminKeyStore;
  readonly #state: vscode.Memento;
  readonly #log: Log;
  readonly #show: (account: Account) => void;
  readonly #listening: readonly vscode.Disposable[];
  #shown = "";
  #deciding = 0;

  constructor(settings: SettingsSource, keys: AdminKeyStore, state: vscode.Memento, log: Log, show: (account: Account) => void) {
    this.#settings = settings;
    this.#keys = keys;
    this.#state = state;
    this.#log = log;
    this.#show = show;
    this.#listening = [
      settings.onDidChange(() => void this.decide()),
      keys.onDidChange(() => void this.decide()),
      // Another window may have set a key or left the sample, and not every secret storage tells of it.
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused) void this.decide();
      }),
    ];
  }

  async exploreSample(explore: boolean): Promise<void> {
    await this.#state.update(sampleKey, explore);
    await this.decide();
  }

  /** Shows the account that settings and keys amount to now, unless it is shown already. Never rejects. */
  async decide(): Promise<void> {
    this.#deciding += 1;
    const turn = this.#deciding;
    const decided = await this.#account().catch((error: unknown): Account => {
      this.#log.error(`The admin key could not be read: ${withoutKeys(error instanceof Error ? error.message : String(error))}`);
      return { kind: "refused", error: new SpendError("noKey", "VS Code's secret storage does not answer, so the admin key cannot be read.", { cause: error }) };
    });
    // SecretStorage answers late; a decision that was overtaken says nothing any more.
    if (turn !== this.#deciding) return;
    const name = await nameOf(decided);
    if (turn !== this.#deciding || name === this.#shown) return;
    this.#shown = name;
    const context = decided.kind === "refused" && decided.error.kind === "noKey" ? "unreadable" : decided.kind;
    await vscode.commands.executeCommand("setContext", "openaiSpend.account", context);
    this.#show(decided);
  }

  async #account(): Promise<Account> {
    const { baseUrl } = this.#settings.current;
    if (this.#state.get<boolean>(sampleKey) === true) return { kind: "sample" };
    if (baseUrl instanceof SpendError) return { kind: "refused", error: baseUrl };
    if ((await this.#keys.get(baseUrl)) !== undefined) return { kind: "key", baseUrl, from: "stored", key: () => this.#keys.get(baseUrl) };
    const key = this.#keys.fromEnvironment(baseUrl);
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
