import * as vscode from "vscode";
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
      // The same origin with another key is another account: everything is asked anew.
      keys.onDidChange(() => void this.decide({ anew: true })),
    ];
  }

  async exploreSample(explore: boolean): Promise<void> {
    await this.#state.update(sampleKey, explore);
    await this.decide();
  }

  /** Shows the account that settings and keys amount to now, unless it is shown already. Never rejects. */
  async decide({ anew = false } = {}): Promise<void> {
    this.#deciding += 1;
    const turn = this.#deciding;
    try {
      const account = await this.#account();
      // SecretStorage answers late; a decision that was overtaken says nothing any more.
      if (turn !== this.#deciding) return;
      const name = account.kind === "key" ? `key ${account.baseUrl.href} ${account.from}` : account.kind === "refused" ? account.error.message : account.kind;
      if (name === this.#shown && !anew) return;
      this.#shown = name;
      await vscode.commands.executeCommand("setContext", "openaiSpend.account", account.kind);
      this.#show(account);
    } catch (error) {
      this.#log.error(`The admin key could not be read: ${error instanceof Error ? error.message : String(error)}`);
      this.#show({ kind: "refused", error: new SpendError("badSetting", "VS Code's secret storage does not answer, so the admin key cannot be read.", { cause: error }) });
    }
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
