import type { LoopbackServer } from "../server/loopbackServer.ts";
import type { Settings } from "./host.ts";
import { inVSCode, type InVSCode } from "./inVSCode.ts";

/**
 * VS Code with the packaged extension, its key already known: from the environment, under the names that OpenAI's own
 * clients read. For tests whose subject is not how the key gets in.
 */
export function connectedVSCode(name: string, server: LoopbackServer, work: (own: InVSCode) => Promise<void>, settings: Settings = {}, key = server.adminKey): Promise<void> {
  const env = { OPENAI_ADMIN_KEY: key, OPENAI_BASE_URL: server.url };
  return inVSCode(name, { settings: { "openaiSpend.apiBaseUrl": server.url, ...settings }, env }, work);
}
