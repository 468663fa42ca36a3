import { queryPairs, type AnyQuery } from "../domain/query.ts";
import { sourceSpec, type SourceId } from "../domain/sources.ts";
import { defaultBaseUrl, type BaseUrl } from "./baseUrl.ts";

/**
 * The request as a command to paste. The key stands as `$OPENAI_ADMIN_KEY`, to be filled in by the shell; every other
 * text is in single quotes, which no shell looks into.
 */
export function curlText(source: SourceId, query: AnyQuery, baseUrl: BaseUrl | undefined): string {
  const url = new URL(`${baseUrl?.href ?? defaultBaseUrl}/${sourceSpec(source).path}`);
  for (const [name, value] of queryPairs(query)) url.searchParams.append(name, value);
  return `curl ${quoted(url.href)} \\\n  -H "Authorization: Bearer $OPENAI_ADMIN_KEY"`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
