import { SpendError } from "../domain/errors.ts";
import { plainText } from "../domain/plainText.ts";
import { withoutKeys } from "./adminKey.ts";

/** What the API put into `{ error: { message, type, param, code } }`; empty where the body is something else. */
interface ErrorBody {
  readonly message?: string;
  readonly param?: string;
  readonly code?: string;
}

/** The error that a refused request amounts to. `host` is named, so that a proxy or a test server shows itself. */
export function errorFromResponse(status: number, body: string, host: string, location: string | null): SpendError {
  const said = readErrorBody(body);
  const words = said.message === undefined ? "" : ` It said: “${said.message}”`;
  const detail = { status, ...(said.message !== undefined && { said: said.message }), ...(said.code !== undefined && { code: said.code }), ...(said.param !== undefined && { param: said.param }) };
  if (status >= 300 && status < 400) {
    const place = location !== null && URL.canParse(location) ? new URL(location).host : "another place";
    return new SpendError("redirected", `${host} redirects to ${plainText(place)}. The key is not sent there.`, detail);
  }
  const scope = missingScope(said.message);
  if (scope !== undefined && (status === 401 || status === 403))
    return new SpendError("scopeMissing", `The key lacks the scope ${scope}.`, { ...detail, scope });
  // A gateway's page says nothing of the key, whatever status it comes with.
  if ((status === 401 || status === 403) && /^\s*</.test(body))
    return new SpendError("notTheApi", `${host} answered ${String(status)} with a web page. Is a proxy or a sign-in page in between?`, detail);
  if (status === 401) return new SpendError("keyRejected", `The key was rejected by ${host}. Set a new one.`, detail);
  if (status === 403) return new SpendError("scopeMissing", `The key may not read this on ${host}.${words}`, detail);
  if (status === 407) return new SpendError("notTheApi", "The proxy asks for a user name and password.", detail);
  if (said.code === "reporting_lookback_exceeded") return lookbackExceeded(said, detail);
  if (status === 429) return new SpendError("rateLimited", `${host} limits the rate of requests (429).`, detail);
  if (status >= 500 || status === 408 || status === 409)
    return new SpendError("serverFailed", `${host} answered with an error (${String(status)}).${words}`, detail);
  if (said.message === undefined) return new SpendError("notTheApi", `${host} answered ${String(status)}, and not as the OpenAI API does.`, detail);
  return new SpendError("badRequest", `${host} refused the request (${String(status)}).${words}`, detail);
}

/** The error that no answer at all amounts to: broken, refused or timed out. */
export function errorFromFailure(error: unknown, host: string): SpendError {
  const code = failureCode(error);
  if (code.startsWith("CERT_") || code.startsWith("UNABLE_TO_") || code.startsWith("DEPTH_ZERO") || code.startsWith("SELF_SIGNED") || code.startsWith("ERR_TLS"))
    return new SpendError("offline", `The certificate of ${host} is not trusted (${code}).`, { code, cause: error });
  if (code.includes("TIMEOUT") || code === "ETIMEDOUT") return new SpendError("timeout", `${host} did not answer in time.`, { code, cause: error });
  const because = code === "" ? "" : ` (${code})`;
  return new SpendError("offline", `No connection to ${host}${because}.`, { code, cause: error });
}

/** A broken certificate will not mend itself in a second; everything else that breaks may. */
export function isRetriedFailure(error: SpendError): boolean {
  return error.kind === "timeout" || (error.kind === "offline" && !error.message.startsWith("The certificate"));
}

function lookbackExceeded(said: ErrorBody, detail: object): SpendError {
  const earliest = /Earliest supported start date: (\d{4}-\d{2}-\d{2})/.exec(said.message ?? "")?.[1];
  const text = earliest === undefined ? "The API does not keep data that old." : `The API keeps data from ${earliest} on.`;
  return new SpendError("lookbackExceeded", text, { ...detail, ...(earliest !== undefined && { earliest }) });
}

/** "… Missing scopes: api.usage.read. Check that you have the correct role …": the names, and not what follows. */
function missingScope(message: string | undefined): string | undefined {
  return /Missing scopes?:\s*(\w+(?:\.\w+)*(?:,\s*\w+(?:\.\w+)*)*)/i.exec(message ?? "")?.[1];
}

function readErrorBody(body: string): ErrorBody {
  try {
    const parsed: unknown = JSON.parse(body);
    const error = isRecord(parsed) ? parsed["error"] : undefined;
    if (!isRecord(error)) return {};
    const text = (name: string): string | undefined => {
      const value = error[name];
      return typeof value === "string" ? plainText(withoutLinks(withoutKeys(value)), 300) : undefined;
    };
    const [message, param, code] = [text("message"), text("param"), text("code")];
    return { ...(message !== undefined && { message }), ...(param !== undefined && { param }), ...(code !== undefined && { code }) };
  } catch {
    return {}; // Not JSON: then there is nothing the API said, which the caller reports as such.
  }
}

/** undici wraps the reason: "fetch failed" holds a cause that holds the code. */
function failureCode(error: unknown): string {
  for (let current = error, depth = 0; current instanceof Error && depth < 5; current = current.cause, depth += 1)
    if ("code" in current && typeof current.code === "string") return current.code;
  return error instanceof Error && error.name === "TimeoutError" ? "TIMEOUT" : "";
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

/** VS Code makes a link, or a command, of `[text](target)` in a notification; whoever answers must not be able to. */
function withoutLinks(text: string): string {
  return text.replaceAll("](", "] (");
}
