import type * as vscode from "vscode";
import type { Clock } from "../api/clock.ts";
import type { Transport } from "../api/transport.ts";
import type { Log } from "../model/log.ts";
import type { UsageModel } from "../model/usageModel.ts";
import type { HistoryPort } from "../worker/port.ts";
import type { AccountSource } from "./accountSource.ts";
import type { AdminKeyStore } from "./adminKeyStore.ts";
import type { BoundProject } from "./boundProject.ts";
import type { Dashboards } from "./dashboards.ts";
import type { SavedViews } from "./savedViews.ts";
import type { SpendTree } from "./spendTree.ts";
import type { SettingsSource } from "./settingsSource.ts";

/** All that commands may need: one object, made by the composition root. */
export interface CommandContext {
  readonly model: UsageModel;
  readonly settings: SettingsSource;
  readonly keys: AdminKeyStore;
  readonly accounts: AccountSource;
  readonly dashboards: Dashboards;
  readonly projects: SpendTree;
  readonly endpoints: SpendTree;
  readonly bound: BoundProject;
  readonly views: SavedViews;
  readonly network: Transport;
  readonly history: HistoryPort;
  readonly clock: Clock;
  readonly log: Log;
  readonly channel: vscode.LogOutputChannel;
}
