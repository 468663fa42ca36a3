import { createHash } from "node:crypto";
import * as vscode from "vscode";
import { checkAdminKey } from "../api/adminKey.ts";
import { defaultBaseUrl, parseBaseUrl, type BaseUrl } from "../api/baseUrl.ts";
import { SpendError } from "../domain/errors.ts";

/**
 * Admin keys in SecretStorage, each filed under the origin it was entered for, so that another `apiBaseUrl` never
 * sees it. `OPENAI_ADMIN_KEY` of the environment belongs to the origin of `OPENAI_BASE_URL`, as for OpenAI's own
 * clients; it is read, and never stored.
 */
export class AdminKeyStore implements vscode.Disposable {
  readonly #secrets: vscode.SecretStorage;
  readonly #state: vscode.Memento;
  readonly #environment: Readonly<Record<string, string | undefined>>;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #listening: vscode.Disposable;
  /** A key was set or removed, in this window or another. */
  readonly onDidChange = this.#changed.event;

  /** @param state shared by all windows */
  constructor(secrets: vscode.SecretStorage, state: vscode.Memento, environment: Readonly<Record<string, string | undefined>>) {
    this.#secrets = secrets;
    this.#state = state;
    this.#environment = environment;
    this.#listening = secrets.onDidChange((event) => {
      if (event.key.startsWith(prefix)) this.#changed.fire(undefined);
    });
  }

  async get(baseUrl: BaseUrl): Promise<string | undefined> {
    const key = await this.#secrets.get(prefix + baseUrl.origin);
    return key === undefined || this.#state.get(removedPrefix + baseUrl.origin) === digestOf(key) ? undefined : key;
  }

  async set(baseUrl: BaseUrl, key: string): Promise<void> {
    await this.#secrets.store(prefix + baseUrl.origin, key);
    await this.#state.update(removedPrefix + baseUrl.origin, undefined);
  }

  /**
   * Some windows read their secrets once, VS Code in a browser among them: they would go on sending a key that was
   * removed in another. What all windows do see is which key it was, by a digest that gives nothing of it away.
   */
  async remove(baseUrl: BaseUrl): Promise<void> {
    const key = await this.#secrets.get(prefix + baseUrl.origin);
    if (key !== undefined) await this.#state.update(removedPrefix + baseUrl.origin, digestOf(key));
    await this.#secrets.delete(prefix + baseUrl.origin);
  }

  /** The environment's key, where there is one for this origin. */
  fromEnvironment(baseUrl: BaseUrl): string | undefined {
    const checked = checkAdminKey(this.#environment["OPENAI_ADMIN_KEY"] ?? "");
    if (!checked.ok) return undefined;
    try {
      const place = parseBaseUrl(this.#environment["OPENAI_BASE_URL"] ?? defaultBaseUrl);
      return place.origin === baseUrl.origin ? checked.key : undefined;
    } catch (error) {
      // An OPENAI_BASE_URL that cannot be used belongs to another program; the key then has no origin here.
      if (error instanceof SpendError) return undefined;
      throw error;
    }
  }

  dispose(): void {
    this.#listening.dispose();
    this.#changed.dispose();
  }
}

const prefix = "openaiSpend.adminKey ";
const removedPrefix = "openaiSpend.removedKey ";

function digestOf(key: string): string {
  return createHash("sha256").update(`removed\n${key}`).digest("hex").slice(0, 32);
}
