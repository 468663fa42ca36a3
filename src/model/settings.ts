import { decimalOf } from "../domain/decimal.ts";
import { describeValue } from "../domain/describeValue.ts";
import { SpendError } from "../domain/errors.ts";
import { usd, type Usd } from "../domain/money.ts";
import type { Budgets } from "../domain/budget.ts";
import { withoutKeys } from "../api/adminKey.ts";
import { defaultBaseUrl, parseBaseUrl, type BaseUrl } from "../api/baseUrl.ts";

export const statusBarChoices = ["today", "month", "both"] as const;
export type StatusBarChoice = (typeof statusBarChoices)[number];

/** Defaults and bounds; `package.json` says the same to the settings editor, and a test holds the two together. */
export const settingDefaults = {
  apiBaseUrl: defaultBaseUrl,
  refreshIntervalMinutes: 5,
  range: 30,
  "statusBar.show": "today",
  "budget.monthlyUsd": 0,
  "budget.dailyUsd": 0,
  "history.months": 13,
  "history.hourDays": 31,
  "history.minuteDays": 2,
} as const;
export type SettingName = keyof typeof settingDefaults;
export const settingNames = Object.keys(settingDefaults) as readonly SettingName[];
export const refreshBounds = { least: 1, most: 1_440 } as const;
export const rangeBounds = { least: 1, most: 180 } as const;
/** How long rows are kept: by the day in months, by the hour and by the minute in days. */
export const historyBounds = {
  "history.months": { least: 1, most: 60 },
  "history.hourDays": { least: 1, most: 366 },
  "history.minuteDays": { least: 1, most: 31 },
} as const;

export interface Settings {
  /** Where requests go, or why the address in the settings is not used. */
  readonly baseUrl: BaseUrl | SpendError;
  readonly refreshIntervalMinutes: number;
  /** Days shown in the trees. */
  readonly rangeDays: number;
  readonly statusBar: StatusBarChoice;
  readonly budgets: Budgets;
  readonly history: { readonly months: number; readonly hourDays: number; readonly minuteDays: number };
  /** What was wrong and what is used instead, one sentence each. */
  readonly problems: readonly string[];
}

/** One object from whatever the settings files hold. A value that cannot be used falls back, and is named. */
export function parseSettings(read: (name: SettingName) => unknown): Settings {
  const problems: string[] = [];
  const fallBack = <T>(name: SettingName, value: unknown, instead: T): T => {
    // Problems are logged: a key pasted into the wrong field must not be.
    problems.push(withoutKeys(`openaiSpend.${name} is ${describeValue(value)}; ${String(instead)} is used instead.`));
    return instead;
  };
  const whole = (name: "refreshIntervalMinutes" | "range" | keyof typeof historyBounds, bounds: { least: number; most: number }): number => {
    const value = read(name) ?? settingDefaults[name];
    const fits = typeof value === "number" && Number.isInteger(value) && value >= bounds.least && value <= bounds.most;
    return fits ? value : fallBack(name, value, settingDefaults[name]);
  };
  const budget = (name: "budget.monthlyUsd" | "budget.dailyUsd"): Usd | undefined => {
    const value = read(name) ?? 0;
    const amount = typeof value === "number" && value >= 0 && value <= 1e9 ? decimalOf(value) : undefined;
    if (amount) return amount.coefficient === 0n ? undefined : usd(amount);
    fallBack(name, value, "none");
    return undefined;
  };
  const show = read("statusBar.show") ?? settingDefaults["statusBar.show"];
  return {
    baseUrl: baseUrlOf(read("apiBaseUrl") ?? defaultBaseUrl, problems),
    refreshIntervalMinutes: whole("refreshIntervalMinutes", refreshBounds),
    rangeDays: whole("range", rangeBounds),
    statusBar: statusBarChoices.find((choice) => choice === show) ?? fallBack("statusBar.show", show, "today"),
    history: {
      months: whole("history.months", historyBounds["history.months"]),
      hourDays: whole("history.hourDays", historyBounds["history.hourDays"]),
      minuteDays: whole("history.minuteDays", historyBounds["history.minuteDays"]),
    },
    budgets: { monthly: budget("budget.monthlyUsd"), daily: budget("budget.dailyUsd") },
    problems,
  };
}

/** An address is never replaced by another: a key entered for a test server must not go to the real one. */
function baseUrlOf(value: unknown, problems: string[]): BaseUrl | SpendError {
  try {
    // An emptied field in the settings editor is an empty text, and means the default.
    return parseBaseUrl(typeof value === "string" ? (value.trim() === "" ? defaultBaseUrl : value) : "not a text");
  } catch (error) {
    if (!(error instanceof SpendError)) throw error;
    problems.push(error.message);
    return error;
  }
}
