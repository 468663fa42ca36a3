import * as vscode from "vscode";
import type { Disposable } from "../domain/emitter.ts";
import { todayText } from "../model/todayText.ts";
import { todayTooltip, tooltipCommands } from "../model/todayTooltip.ts";
import type { UsageModel } from "../model/usageModel.ts";
import type { BoundProject } from "./boundProject.ts";

const backgrounds = {
  under: undefined,
  warning: new vscode.ThemeColor("statusBarItem.warningBackground"),
  over: new vscode.ThemeColor("statusBarItem.errorBackground"),
} as const;

/** Today's cost in the status bar. */
export class TodayItem implements Disposable {
  readonly #item: vscode.StatusBarItem;
  readonly #model: UsageModel;
  readonly #bound: BoundProject;
  readonly #listening: Disposable;
  #painted = "";

  constructor(model: UsageModel, bound: BoundProject) {
    this.#model = model;
    this.#bound = bound;
    this.#item = vscode.window.createStatusBarItem("openaiSpend.today", vscode.StatusBarAlignment.Right, 90);
    this.#item.name = "OpenAI Spend: today's cost";
    this.#listening = model.onDidChange(() => {
      this.#paint();
    });
    this.#paint();
    this.#item.show();
  }

  dispose(): void {
    this.#listening.dispose();
    this.#item.dispose();
  }

  #paint(): void {
    const { text, label, level, click } = todayText(this.#model);
    const tooltip = todayTooltip(this.#model, this.#bound.current);
    // Rows land many times a second while a year is fetched; an item that has not changed is left alone.
    const paint = [text, label, level, click, tooltip].join("\n");
    if (paint === this.#painted) return;
    this.#painted = paint;
    this.#item.text = text;
    this.#item.accessibilityInformation = { label, role: "button" };
    this.#item.backgroundColor = backgrounds[level];
    this.#item.command = `openaiSpend.${click}`;
    const markdown = new vscode.MarkdownString(tooltip);
    // Only these commands are live, HTML is not, and names are escaped: three locks on the same door.
    markdown.isTrusted = { enabledCommands: Object.values(tooltipCommands) };
    markdown.supportHtml = false;
    this.#item.tooltip = markdown;
  }
}
