import { bucketPage } from "./buckets.ts";
import type { PageRules } from "./buckets.ts";
import { dayOf } from "./calendar.ts";
import { costRows } from "./costRows.ts";
import { dayTotals } from "./dayTotals.ts";
import { noSuchUrl } from "./failure.ts";
import type { Answer } from "./failure.ts";
import { answerNames } from "./names.ts";
import type { Organization } from "./organization.ts";
import { readQuery } from "./query.ts";
import { isUsageEndpoint } from "./usageRow.ts";
import { usageRows } from "./usageRows.ts";

/** Answers a URL as the organization's API would at `now` (Unix seconds). */
export type Answerer = (url: URL, now: number) => Answer;

/** The sample keeps 13 months, a little more than the real API. */
export const sampleRules: PageRules = { lookbackDays: 400, afterLastCosts: "cursor" };

export function answerer(organization: Organization, rules: PageRules = sampleRules): Answerer {
  const totals = dayTotals(organization);
  return (url, now) => {
    const path = /\/organization\/(.+)$/.exec(url.pathname)?.[1]?.split("/").map(decodeURIComponent) ?? [];
    const [what = "", name = "", ...rest] = path;
    if (what === "costs" && name === "") {
      const query = readQuery("costs", url.searchParams);
      const rows = costRows(organization, totals, query);
      return bucketPage(query, (start) => rows(dayOf(start), now), now, rules);
    }
    if (what === "usage" && rest.length === 0 && isUsageEndpoint(name)) {
      const query = readQuery(name, url.searchParams);
      return bucketPage(query, usageRows(organization, totals, name, query), now, rules);
    }
    return answerNames(organization, path, url.searchParams, now) ?? noSuchUrl(url.pathname);
  };
}
