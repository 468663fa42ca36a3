import { localClock, twoDigits } from "../domain/clockTime.ts";
import type { SpendError } from "../domain/errors.ts";
import type { PageAction } from "../shared/protocol.ts";

/** What helps against an error: the button that stands beside it on every surface. */
export function remedy(error: SpendError): PageAction | "refresh" {
  switch (error.kind) {
    case "noKey":
    case "keyRejected":
      return "setAdminKey";
    case "scopeMissing":
      return "checkAccess";
    case "badSetting":
      return "openSettings";
    case "notTheApi":
    case "redirected":
    case "untrusted":
    case "historyFailed":
      return "showLog";
    case "badRequest":
    case "lookbackExceeded":
    case "rateLimited":
    case "serverFailed":
    case "offline":
    case "timeout":
    case "cancelled":
      return "refresh";
  }
}

export const remedyLabels: Readonly<Record<PageAction | "refresh", string>> = {
  setAdminKey: "Set Admin Key",
  useSampleOrganization: "Explore Sample Organization",
  checkAccess: "Check Admin Key Access",
  openSettings: "Open Settings",
  showLog: "Show Log",
  refresh: "Retry",
};

/** Local time at which the UTC day ends, `01:00`. @param now Unix seconds */
export function localReset(now: number): string {
  return localClock((Math.floor(now / 86_400) + 1) * 86_400);
}

/** Local time of a fetch, `14:05`, with the day where that is not today. */
export function localTime(at: number, now: number): string {
  const [date, today] = [new Date(at * 1000), new Date(now * 1000)];
  if (date.toDateString() === today.toDateString()) return localClock(at);
  return `${String(date.getFullYear())}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())} ${localClock(at)}`;
}
