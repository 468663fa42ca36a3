import assert from "node:assert/strict";
import * as vscode from "vscode";
import { startLoopbackServer, type LoopbackServer } from "../server/loopbackServer.ts";

/** The extension under test, as VS Code has it. */
export function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension("openai-spend.openai-spend");
  assert.ok(found, "the extension is installed");
  return found;
}

/** Tries until `attempt` does not throw; bounded. */
export async function eventually(what: string, attempt: () => void | Promise<void>, limitMs = 20_000): Promise<void> {
  const end = Date.now() + limitMs;
  for (;;) {
    try {
      await attempt();
      return;
    } catch (error) {
      if (Date.now() > end) throw new Error(`Waited until ${what}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** What `read` answers once it has answered the same for a second; bounded. */
export async function atRest<T>(read: () => T): Promise<T> {
  let value = read();
  for (let quiet = 0, looks = 0; quiet < 10 && looks < 200; looks += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const next = read();
    quiet = next === value ? quiet + 1 : 0;
    value = next;
  }
  return value;
}

export async function set(name: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration().update(name, value, vscode.ConfigurationTarget.Global);
}

export interface Connected {
  readonly server: LoopbackServer;
  readonly end: () => Promise<void>;
}

/**
 * Points the running extension at a server of its own, with the key in the environment, as OpenAI's own clients read
 * it: SecretStorage cannot be typed into from in here.
 *
 * @param address the base URL to set, where it is not the server's own
 */
export async function connect(address?: (server: LoopbackServer) => string): Promise<Connected> {
  const server = await startLoopbackServer();
  const url = address?.(server) ?? server.url;
  process.env["OPENAI_ADMIN_KEY"] = server.adminKey;
  process.env["OPENAI_BASE_URL"] = url;
  await set("openaiSpend.apiBaseUrl", url);
  return {
    server,
    end: async () => {
      delete process.env["OPENAI_ADMIN_KEY"];
      delete process.env["OPENAI_BASE_URL"];
      await set("openaiSpend.apiBaseUrl", undefined);
      await server.close();
    },
  };
}
