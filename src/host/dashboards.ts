import * as vscode from "vscode";
import type { ViewQuery } from "../domain/viewQuery.ts";
import type { Log } from "../model/log.ts";
import type { UsageModel } from "../model/usageModel.ts";
import { DashboardPanel, dashboardType } from "./dashboardPanel.ts";

/** The one dashboard of a window: opened by command, and restored by VS Code after a reload. */
export class Dashboards implements vscode.WebviewPanelSerializer, vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #model: UsageModel;
  readonly #log: Log;
  readonly #serializer: vscode.Disposable;
  #open: DashboardPanel | undefined;

  constructor(extensionUri: vscode.Uri, model: UsageModel, log: Log) {
    this.#extensionUri = extensionUri;
    this.#model = model;
    this.#log = log;
    this.#serializer = vscode.window.registerWebviewPanelSerializer(dashboardType, this);
  }

  /** The question the open dashboard asks. */
  get query(): ViewQuery | undefined {
    return this.#open?.query;
  }

  show(query?: ViewQuery): void {
    if (!this.#open) this.#adopt(vscode.window.createWebviewPanel(dashboardType, "OpenAI Spend", vscode.ViewColumn.Active));
    this.#open?.reveal(query);
  }

  deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    this.#adopt(panel);
    return Promise.resolve();
  }

  dispose(): void {
    this.#serializer.dispose();
    this.#open?.dispose();
  }

  #adopt(panel: vscode.WebviewPanel): void {
    const dashboard = new DashboardPanel(panel, this.#extensionUri, this.#model, this.#log);
    this.#open = dashboard;
    panel.onDidDispose(() => {
      dashboard.dispose();
      if (this.#open === dashboard) this.#open = undefined;
    });
  }
}
