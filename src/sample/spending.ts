import { failure } from "./failure.ts";
import type { Answer } from "./failure.ts";
import { hashText } from "./hash.ts";
import { listPage } from "./lists.ts";
import type { WireSpendAlert, WireSpendLimit } from "./wireNames.ts";

/** Answers for limits and alerts of spend. The product reads them and never writes one. */

type Level = "organization" | "project";

export function spendLimit(level: Level, cents: number | null): Answer {
  if (cents === null) return failure(404, `No spend limit is set for this ${level}.`, null, "not_found");
  const limit: WireSpendLimit<Level> = {
    object: `${level}.spend_limit`,
    threshold_amount: cents,
    currency: "USD",
    interval: "month",
    enforcement: { status: "inactive" },
  };
  return { status: 200, body: limit };
}

export function spendAlerts(level: Level, amounts: readonly number[], parameters: URLSearchParams): Answer {
  const alerts = amounts.map((cents): WireSpendAlert<Level> => ({
    id: `alert_${hashText(`${level}${String(cents)}`)
      .toString(16)
      .padStart(8, "0")}`,
    object: `${level}.spend_alert`,
    threshold_amount: cents,
    currency: "USD",
    interval: "month",
    notification_channel: { type: "email", recipients: ["finance@brightwater.example"], subject_prefix: null },
  }));
  return listPage(alerts, parameters);
}
