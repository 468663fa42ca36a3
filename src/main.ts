import * as vscode from "vscode";
import { systemClock } from "./api/clock.ts";
import { FetchTransport, type HostFetch } from "./api/fetchTransport.ts";
import { useNumberLocale } from "./domain/numberFormat.ts";
import { AccountSource } from "./host/accountSource.ts";
import { AdminKeyStore } from "./host/adminKeyStore.ts";
import { BoundProject } from "./host/boundProject.ts";
import { Dashboards } from "./host/dashboards.ts";
import { DisposableStore } from "./host/disposableStore.ts";
import { endpointsContent } from "./host/endpointNodes.ts";
import { FileClaims } from "./host/fileClaims.ts";
import { historyPort } from "./host/historyPort.ts";
import { showHistory } from "./host/showHistory.ts";
import { showProgress } from "./host/progress.ts";
import { lookOnFocus } from "./host/lookOnFocus.ts";
import { projectsContent } from "./host/projectNodes.ts";
import { registerCommands } from "./host/registerCommands.ts";
import { SavedViews } from "./host/savedViews.ts";
import { sessionOpener } from "./host/sessions.ts";
import { SettingsSource } from "./host/settingsSource.ts";
import { tellBudget } from "./host/tellBudget.ts";
import { SpendTree } from "./host/spendTree.ts";
import { TodayItem } from "./host/todayItem.ts";
import { Schedule } from "./model/schedule.ts";
import { UsageModel } from "./model/usageModel.ts";
import { BudgetWatch } from "./model/budgetWatch.ts";

/** Starts the extension; what it makes ends with `context.subscriptions`. */
export function start(context: vscode.ExtensionContext): void {
  useNumberLocale(vscode.env.language);
  const log = vscode.window.createOutputChannel("OpenAI Spend", { log: true });
  const own = new DisposableStore((error) => {
    log.error(`Clean-up failed: ${String(error)}`);
  });
  own.add(log);
  context.subscriptions.push(own);
  try {
    construct(context, own, log);
  } catch (error) {
    // VS Code only logs this; somebody who waits for a number should hear of it.
    void vscode.window.showErrorMessage(`OpenAI Spend could not start: ${error instanceof Error ? error.message : String(error)}`);
    throw error;
  }
}

/** In dependency order, and nothing else; what starts, starts after everything is registered. */
function construct(context: vscode.ExtensionContext, own: DisposableStore, log: vscode.LogOutputChannel): void {
  // VS Code's own fetch: it honours the user's proxy and certificates, and takes an undici Agent as dispatcher.
  const network = new FetchTransport(globalThis.fetch as unknown as HostFetch);
  own.add({ dispose: () => void network.close() });
  const settings = own.add(new SettingsSource(log));
  const keys = own.add(new AdminKeyStore(context.secrets, context.globalState, process.env));
  const history = own.add(historyPort(context, log));
  const openSession = sessionOpener(network, history, systemClock, log);
  const model = own.add(new UsageModel({ clock: systemClock, log, settings: () => settings.current, openSession }));
  const bound = new BoundProject(context.workspaceState, () => {
    model.touch();
  });
  const schedule = own.add(new Schedule(model, systemClock));
  const accounts = own.add(new AccountSource({
    settings,
    keys,
    state: context.globalState,
    log,
    windowChanges: vscode.window.onDidChangeWindowState,
    executeCommand: vscode.commands.executeCommand,
    show: (account) => {
      model.setAccount(account);
      schedule.wake();
    },
  }));
  own.add(settings.onDidChange(() => {
    void model.heedSettings();
  }));
  const projects = own.add(new SpendTree("openaiSpend.projects", model, projectsContent(model, bound)));
  const endpoints = own.add(new SpendTree("openaiSpend.endpoints", model, endpointsContent(model)));
  const views = new SavedViews(context.globalState, log);
  const dashboards = own.add(new Dashboards(context.extensionUri, model, views, log));
  own.add(new TodayItem(model, bound));
  own.add(showProgress(model));
  own.add(showHistory(model, log));
  own.add(lookOnFocus(vscode.window.onDidChangeWindowState, history, schedule));
  own.add(new BudgetWatch(model, new FileClaims(vscode.Uri.joinPath(context.globalStorageUri, "told").fsPath, log), tellBudget));
  own.add(registerCommands({ model, settings, keys, accounts, dashboards, projects, endpoints, bound, views, network, history, clock: systemClock, log, channel: log }));
  void accounts.decide();
  void schedule.run();
}
