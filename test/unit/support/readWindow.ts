import { PageReader } from "../../../src/api/pageReader.ts";
import type { UsageClient, UsageWindow, WindowAnswer } from "../../../src/api/usageClient.ts";
import { overBy } from "../../../src/domain/buckets.ts";
import type { Dictionary } from "../../../src/domain/dictionary.ts";
import type { Segment } from "../../../src/domain/segment.ts";

/** A window fetched and read in this thread. */
export async function readWindow(
  client: UsageClient,
  window: UsageWindow,
  dictionary: Dictionary,
  now: number,
  signal: AbortSignal,
): Promise<WindowAnswer & { readonly segments: readonly Segment[]; readonly named: string | null }> {
  let reader: PageReader | undefined;
  const answer = await client.window(
    window,
    {
      begin: (question) => {
        reader = new PageReader(question, dictionary);
      },
      page: (body) => (reader ? Promise.resolve(reader).then((begun) => begun.add(body)) : Promise.reject(new Error("a page before the window's begin"))),
    },
    now,
    signal,
  );
  const days = { ...window.days, from: answer.earliest ?? window.days.from };
  return { ...answer, segments: reader?.finish(days.from < days.to ? overBy(days, now) : undefined) ?? [], named: reader?.organization ?? null };
}
