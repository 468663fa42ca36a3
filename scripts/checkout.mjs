import { homedir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The folder that holds package.json. */
export const checkout = fileURLToPath(new URL("..", import.meta.url)).replace(/[/\\]$/, "");

/**
 * What is large and the same for every checkout (Node binaries, VS Code hosts) lies here, once per user.
 * @returns {string}
 */
export function cacheFolder() {
  const chosen = process.env["OPENAI_SPEND_CACHE"];
  if (chosen) return path.resolve(chosen);
  return path.join(process.env["XDG_CACHE_HOME"] || path.join(homedir(), ".cache"), "openai-spend");
}
