import type { Page } from "playwright-core";

/**
 * What VS Code has written down of the editors that are open: what a reload brings back. In a browser it writes to
 * IndexedDB, every few seconds and only when the page is idle, which on a busy machine it may not be for long.
 *
 * @returns the text of its notes, of all workspaces of this browser
 */
export function savedEditors(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const asked = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = (): void => { resolve(request.result); };
        request.onerror = (): void => { reject(new Error(String(request.error))); };
      });
    const notes: string[] = [];
    for (const { name } of await indexedDB.databases()) {
      if (name?.startsWith("vscode-web-state-db-") !== true) continue;
      const database = await asked(indexedDB.open(name));
      try {
        notes.push(String(await asked(database.transaction("ItemTable").objectStore("ItemTable").get("memento/workbench.parts.editor"))));
      } finally {
        database.close();
      }
    }
    return notes.join("\n");
  });
}

/** What keeps VS Code from writing: it does so only in a page that has the focus, and only when that is idle. */
export function whyNotSaved(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const asked = performance.now();
    const idle = await Promise.race([
      new Promise<string>((resolve) => requestIdleCallback(() => { resolve(`idle after ${String(Math.round(performance.now() - asked))} ms`); })),
      new Promise<string>((resolve) => setTimeout(() => { resolve("not idle for 3 s"); }, 3_000)),
    ]);
    return ` (the page ${document.hasFocus() ? "has" : "lacks"} the focus, is ${document.visibilityState}, and was ${idle})`;
  });
}
