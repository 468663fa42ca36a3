import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { LoopbackServer } from "../server/loopbackServer.ts";
import { eventually } from "./eventually.ts";
import { filesHolding } from "./filesHolding.ts";
import type { RunningHost } from "./host.ts";

/** Days back, today included, of which everything is kept in the end. */
const yearDays = 365;

/** Waits until the log says that every day of the year is kept of everything, and returns what it says. */
export function wholeYearKept(host: RunningHost, server: LoopbackServer): Promise<string> {
  return eventually(
    "all of the year is kept",
    async () => {
      const said = await keptByLog(host);
      const days = Number(/\(([\d,]+) days? over all groupings\)/.exec(said)?.[1]?.replaceAll(",", ""));
      assert.equal(days, questionsOf(server).size * yearDays, said);
      return said;
    },
    150_000,
  );
}

/** `1,234 rows in …`: what the log has said last of how much is kept. */
export async function keptByLog(host: RunningHost): Promise<string> {
  const files = await filesHolding(host.logsFolder, "Local history: ");
  const texts = await Promise.all(files.map((file) => readFile(path.join(host.logsFolder, file), "utf8")));
  const said = texts.flatMap((text) => [...text.matchAll(/^(\S+ \S+) .*Local history: (\d.*)\.$/gm)]).map(([, time = "", kept = ""]) => ({ time, kept }));
  return said.sort((a, b) => (a.time < b.time ? -1 : 1)).at(-1)?.kept ?? "";
}

/** What the server was asked day by day: each endpoint by each group-by, whatever the range. */
function questionsOf({ requests }: LoopbackServer): ReadonlySet<string> {
  const asked = requests.filter(({ endpoint, query }) => (endpoint === "costs" || endpoint.startsWith("usage/")) && query.has("group_by"));
  return new Set(asked.map(({ endpoint, query }) => [endpoint, ...query.getAll("group_by").toSorted()].join(" ")));
}

/** Requests for days that no refresh asks for: what the fetching of the year has asked. */
export function askedOfThePast({ requests }: LoopbackServer, today: number): readonly string[] {
  const refreshed = (today - 59) * 86_400;
  return requests.filter(({ query }) => query.has("start_time") && Number(query.get("start_time")) < refreshed).map(({ endpoint, query }) => `${endpoint}?${query.toString()}`);
}
