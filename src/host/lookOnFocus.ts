import type * as vscode from "vscode";
import type { Disposable } from "../domain/emitter.ts";
import type { Schedule } from "../model/schedule.ts";
import type { HistoryPort } from "../worker/port.ts";

/**
 * The window that somebody turns to shows what the others have brought without waiting for its next look at the file.
 *
 * @param changes `vscode.window.onDidChangeWindowState`
 */
export function lookOnFocus(changes: vscode.Event<Pick<vscode.WindowState, "focused">>, history: Pick<HistoryPort, "look">, schedule: Pick<Schedule, "wake">): Disposable {
  return changes(({ focused }) => {
    if (focused) void history.look().then(() => { schedule.wake(); }); // what only this window looks at is brought up to date, too
  });
}
