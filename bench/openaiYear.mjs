import OpenAI from "openai";
import { allSources, sourceSpec } from "../src/domain/sources.ts";

/**
 * A year as a program would fetch it with OpenAI's own client: every source in every view that the product keeps, with
 * the largest pages, cursor after cursor.
 * @typedef {{ rows: number; requests: number; dollars: number }} Fetched `dollars`: of costs by project and line item
 * @typedef {{ url: string; key: string; now: number }} Where
 * @typedef {{ data: readonly { results: readonly { amount?: { value?: number | string } }[] }[]; has_more: boolean; next_page: string | null }} Page
 * @typedef {{ source: import("../src/domain/sources.ts").SourceId; view: readonly string[]; limit: number }} Series
 */

export const DAY = 86_400;
export const DAYS = 365;

/** Midnight after `now`, and 365 days before. @param {number} now Unix seconds */
export function yearBefore(now) {
  const to = (Math.floor(now / DAY) + 1) * DAY;
  return { from: to - DAYS * DAY, to };
}

/** @returns {readonly Series[]} */
export function allSeries() {
  return allSources.flatMap((source) => {
    const { views, widths } = sourceSpec(source);
    return views.map((view) => ({ source, view, limit: widths["1d"]?.most ?? 7 }));
  });
}

/** How many requests a year takes at least. */
export function leastRequests() {
  return allSeries().reduce((sum, { limit }) => sum + Math.ceil(DAYS / limit), 0);
}

/** One endpoint after the other, page after page. @param {Where} where */
export async function openaiOneByOne(where) {
  const fetched = { rows: 0, requests: 0, dollars: 0 };
  for (const series of allSeries()) addTo(fetched, await fetchSeries(where, series));
  return fetched;
}

/** All endpoints and views at the same time, each page after page. @param {Where} where */
export async function openaiSideBySide(where) {
  const fetched = { rows: 0, requests: 0, dollars: 0 };
  for (const each of await Promise.all(allSeries().map((series) => fetchSeries(where, series)))) addTo(fetched, each);
  return fetched;
}

/**
 * @param {Where} where
 * @param {Series} series
 * @returns {Promise<Fetched>}
 */
async function fetchSeries({ url, key, now }, { source, view, limit }) {
  const client = new OpenAI({ baseURL: url, adminAPIKey: key, apiKey: null, maxRetries: 0 });
  const ask = methodOf(client, source);
  const { from, to } = yearBefore(now);
  const fetched = { rows: 0, requests: 0, dollars: 0 };
  /** @type {string | undefined} */
  let page;
  do {
    const answer = await ask({ start_time: from, end_time: to, bucket_width: "1d", limit, group_by: view, ...(page === undefined ? {} : { page }) });
    fetched.requests += 1;
    for (const { results } of answer.data) {
      fetched.rows += results.length;
      if (source === "costs" && view.includes("line_item")) for (const { amount } of results) fetched.dollars += Number(amount?.value ?? 0);
    }
    page = answer.has_more && answer.next_page ? answer.next_page : undefined;
  } while (page !== undefined);
  return fetched;
}

/**
 * The client's method for a source: `audioSpeeches` for `audio_speeches`.
 * @param {OpenAI} client
 * @param {string} source
 * @returns {(query: object) => Promise<Page>}
 */
function methodOf(client, source) {
  const { usage } = client.admin.organization;
  const method = Reflect.get(usage, source.replace(/_(\w)/g, (_, letter) => String(letter).toUpperCase()));
  if (typeof method !== "function") throw new Error(`The client has no method for ${source}.`);
  return (query) => method.call(usage, query);
}

/**
 * @param {Fetched} sum
 * @param {Fetched} more
 */
function addTo(sum, more) {
  sum.rows += more.rows;
  sum.requests += more.requests;
  sum.dollars += more.dollars;
}
