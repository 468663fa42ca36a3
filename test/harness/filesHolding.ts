import { readFile, readdir } from "node:fs/promises";
import path from "node:path";

/** All files below the folder that contain the text, in UTF-8 or UTF-16, as a path relative to it. */
export async function filesHolding(folder: string, text: string): Promise<string[]> {
  const needles = [Buffer.from(text, "utf8"), Buffer.from(text, "utf16le")];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const holding: string[] = [];
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const content = await contentOf(file);
    if (content && needles.some((needle) => content.includes(needle))) holding.push(path.relative(folder, file));
  }
  return holding.sort();
}

/** `undefined` where the file has gone since it was listed: a browser that runs throws away what it keeps for a while. */
async function contentOf(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
