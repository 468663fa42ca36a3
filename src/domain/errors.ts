/**
 * What can go wrong between this extension and the API, in the words the surfaces need.
 * One class, told apart by `kind`; the original error stays in `cause` and never reaches a user.
 */
export const spendErrorKinds = [
  "noKey", // nothing to authenticate with
  "keyRejected", // 401: the key is wrong, revoked, or not an admin key
  "scopeMissing", // 403: the key is good, but may not read this
  "badRequest", // 400 and other refusals of the request itself
  "lookbackExceeded", // 400: the range starts before what the API keeps
  "rateLimited", // 429 after all tries
  "serverFailed", // 5xx, 408, 409 after all tries
  "offline", // no connection, or one that broke, after all tries
  "timeout", // no answer in time, after all tries
  "redirected", // the server points elsewhere; the key does not follow
  "notTheApi", // an answer that is not JSON: a proxy's page, a captive portal
  "untrusted", // JSON that cannot be a page of this endpoint, or pages that do not add up
  "badSetting", // apiBaseUrl cannot be used
  "historyFailed", // what keeps history on this machine
  "cancelled",
] as const;
export type SpendErrorKind = (typeof spendErrorKinds)[number];

export function isSpendErrorKind(text: string): text is SpendErrorKind {
  return (spendErrorKinds as readonly string[]).includes(text);
}

export interface SpendErrorDetail {
  /** HTTP status, where an answer was had. */
  readonly status?: number;
  /** The API's own words, plain and without keys. */
  readonly said?: string;
  /** `error.code` or `error.param` of the API's own error body. */
  readonly code?: string;
  readonly param?: string;
  /** The scope a 403 names, such as `api.usage.read`. */
  readonly scope?: string;
  /** Milliseconds for which the server wants to be left alone. */
  readonly retryAfter?: number;
  /** First day the API still keeps, `YYYY-MM-DD` (UTC), named by `reporting_lookback_exceeded`. */
  readonly earliest?: string;
  readonly cause?: unknown;
}

export class SpendError extends Error {
  override readonly name = "SpendError";
  readonly kind: SpendErrorKind;
  readonly detail: SpendErrorDetail;

  /** @param message one plain sentence for a person; never holds a key. */
  constructor(kind: SpendErrorKind, message: string, detail: SpendErrorDetail = {}) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.kind = kind;
    this.detail = detail;
  }
}

/** A `SpendError` as it is; anything else wrapped as `untrusted`, since no known path leads there. */
export function asSpendError(error: unknown): SpendError {
  if (error instanceof SpendError) return error;
  const text = error instanceof Error ? error.message : String(error);
  return new SpendError("untrusted", `Unexpected failure: ${text}`, { cause: error });
}
