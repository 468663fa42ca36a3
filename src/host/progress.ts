import * as vscode from "vscode";
import type { Disposable } from "../domain/emitter.ts";
import type { UsageModel } from "../model/usageModel.ts";

/** Shows a progress bar in the views for as long as a refresh runs: the work belongs to them, not to a toast. */
export function showProgress(model: UsageModel): Disposable {
  let ended: (() => void) | undefined;
  const listening = model.onDidChange(() => {
    if (model.refreshing && !ended) {
      const done = new Promise<void>((resolve) => (ended = resolve));
      for (const viewId of ["openaiSpend.projects", "openaiSpend.endpoints"])
        void vscode.window.withProgress({ location: { viewId } }, () => done);
    } else if (!model.refreshing) {
      ended?.();
      ended = undefined;
    }
  });
  return {
    dispose: () => {
      ended?.();
      listening.dispose();
    },
  };
}
