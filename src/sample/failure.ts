import { isoDate } from "./calendar.ts";
import type { WireError } from "./wireTypes.ts";

/** An answer as it goes over the wire: a status and what will be its JSON. */
export interface Answer {
  readonly status: number;
  readonly body: object;
}

export function failure(status: number, message: string, param: string | null = null, code: string | null = null): Answer {
  const body: WireError = { error: { message, type: "invalid_request_error", param, code } };
  return { status, body };
}

export function tooOld(earliest: number): Answer {
  const message = `The requested start_time is outside of the reporting lookback window. Earliest supported start date: ${isoDate(earliest)} (UTC).`;
  return failure(400, message, "start_time", "reporting_lookback_exceeded");
}

export function badCursor(): Answer {
  return failure(400, "Invalid page cursor: it was not issued for this query.", "page", "invalid_cursor");
}

export function noSuchUrl(path: string): Answer {
  return failure(404, `Invalid URL (GET ${path})`);
}
