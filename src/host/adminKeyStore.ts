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
  readonly #environment: Readonly<Record<string, string | undefined>>;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #listening: vscode.Disposable;
  /** A key was set or removed, in this window or another. */
  readonly onDidChange = this.#changed.event;

  constructor(secrets: vscode.SecretStorage, environment: Readonly<Record<string, string | undefined>>) {
    this.#secrets = secrets;
    this.#environment = environment;
    this.#listening = secrets.onDidChange((event) => {
      if (event.key.startsWith(prefix)) this.#changed.fire(undefined);
    });
  }

  async get(baseUrl: BaseUrl): Promise<string | undefined> {
    return (await this.#secrets.get(prefix + baseUrl.origin)) ?? undefined;
  }

  async set(baseUrl: BaseUrl, key: string): Promise<void> {
    await this.#secrets.store(prefix + baseUrl.origin, key);
  }

  async remove(baseUrl: BaseUrl): Promise<void> {
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
