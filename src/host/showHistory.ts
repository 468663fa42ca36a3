import * as vscode from "vscode";
import type { Disposable } from "../domain/emitter.ts";
import { historyNotes } from "../model/dashboard.ts";
import { keptDetail } from "../model/keptText.ts";
import type { Log } from "../model/log.ts";
import type { UsageModel } from "../model/usageModel.ts";

type Year = "none" | "fetching" | "stopped";

/**
 * What of the history shows outside of the views: whether the year can be stopped or resumed, how much is kept (in the
 * log, once it is complete), and, once, that a file could not be read.
 */
export function showHistory(model: UsageModel, log: Log): Disposable {
  let shown: Year | undefined;
  const said = new Set<string>();
  return model.onDidChange(() => {
    const year = yearOf(model);
    if (year !== shown) {
      void vscode.commands.executeCommand("setContext", "openaiSpend.year", year);
      if (shown === "fetching") void logSize(model, log);
    }
    shown = year;
    for (const note of model.session ? historyNotes(model.session) : []) {
      if (said.has(note)) continue;
      said.add(note);
      log.warn(note);
      void vscode.window.showWarningMessage(`OpenAI Spend: ${note}`);
    }
  });
}

function yearOf({ yearFill }: UsageModel): Year {
  if (yearFill?.progress) return "fetching";
  return yearFill?.stopped === true ? "stopped" : "none";
}

async function logSize(model: UsageModel, log: Log): Promise<void> {
  try {
    const size = await model.session?.history.describe();
    if (size) log.info(`Local history: ${keptDetail(size)}.`);
  } catch (error) {
    log.warn(`Local history: ${error instanceof Error ? error.message : String(error)}`);
  }
}
