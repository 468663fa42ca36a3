import * as vscode from "vscode";
import type { ViewQuery } from "../domain/viewQuery.ts";
import type { Log } from "../model/log.ts";
import type { SavedView } from "../model/savedViews.ts";
import type { UsageModel } from "../model/usageModel.ts";
import { DashboardPanel, dashboardType } from "./dashboardPanel.ts";
import type { SavedViews } from "./savedViews.ts";

/** The one dashboard of a window: opened by command, and restored by VS Code after a reload. */
export class Dashboards implements vscode.WebviewPanelSerializer, vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #model: UsageModel;
  readonly #views: SavedViews;
  readonly #log: Log;
  readonly #serializer: vscode.Disposable;
  #open: DashboardPanel | undefined;

  constructor(extensionUri: vscode.Uri, model: UsageModel, views: SavedViews, log: Log) {
    this.#extensionUri = extensionUri;
    this.#model = model;
    this.#views = views;
    this.#log = log;
    this.#serializer = vscode.window.registerWebviewPanelSerializer(dashboardType, this);
  }

  /** The question the open dashboard asks. */
  get query(): ViewQuery | undefined {
    return this.#open?.query;
  }

  show(query?: ViewQuery): void {
    this.#panel().reveal(query);
  }

  /** On a view that was saved, looked at as it was then. */
  showView(view: SavedView): void {
    this.#panel().revealView(view);
  }

  deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    this.#adopt(panel, false);
    return Promise.resolve();
  }

  dispose(): void {
    this.#serializer.dispose();
    this.#open?.dispose();
  }

  #panel(): DashboardPanel {
    return this.#open ?? this.#adopt(vscode.window.createWebviewPanel(dashboardType, "OpenAI Spend", vscode.ViewColumn.Active), true);
  }

  #adopt(panel: vscode.WebviewPanel, isNew: boolean): DashboardPanel {
    const dashboard = new DashboardPanel(panel, isNew, this.#extensionUri, this.#model, this.#views, this.#log);
    this.#open = dashboard;
    panel.onDidDispose(() => {
      dashboard.dispose();
      if (this.#open === dashboard) this.#open = undefined;
    });
    return dashboard;
  }
}
