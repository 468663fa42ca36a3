import { SpendError } from "../domain/errors.ts";

/** Where requests go: an origin the key is filed under, and the path before `organization/…`. */
export interface BaseUrl {
  /** `https://api.openai.com`. */
  readonly origin: string;
  /** `api.openai.com`, for people. */
  readonly host: string;
  /** `https://api.openai.com/v1`, without a slash at the end. */
  readonly href: string;
}

export const defaultBaseUrl = "https://api.openai.com/v1";

/**
 * The address a setting names. Throws `badSetting` for what is no URL, carries credentials, a query or a fragment, or
 * would send the key unencrypted to another machine: plain http is for loopback only.
 */
export function parseBaseUrl(text: string): BaseUrl {
  const refuse = (why: string): never => {
    throw new SpendError("badSetting", `openaiSpend.apiBaseUrl is ignored: ${why}. No request is sent.`);
  };
  const trimmed = text.trim();
  if (!URL.canParse(trimmed)) return refuse("it is not a URL");
  const url = new URL(trimmed);
  if (url.protocol !== "https:" && url.protocol !== "http:") refuse("it is not an https address");
  if (url.username !== "" || url.password !== "") refuse("it holds a user name or password");
  if (url.search !== "" || url.hash !== "") refuse("it holds a query or a fragment");
  if (url.protocol === "http:" && !isLoopback(url.hostname)) refuse("plain http would send the key unencrypted; use https");
  return { origin: url.origin, host: url.host, href: url.origin + url.pathname.replace(/\/+$/, "") };
}

/** `URL` has already turned 127.1, 0x7f.0.0.1 and the like into four plain numbers. */
function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname);
}
