import { dayOf, dayStart, isoDay, parseIsoDay, widthSeconds, type BucketWidth, type DayRange, type UtcDay } from "../domain/buckets.ts";
import type { Dictionary } from "../domain/dictionary.ts";
import type { Dimension } from "../domain/dimensions.ts";
import { SpendError } from "../domain/errors.ts";
import { checkQuery, queryPairs, type AnyQuery, type QueryOf } from "../domain/query.ts";
import type { Segment } from "../domain/segment.ts";
import { sourceSpec, type SourceId } from "../domain/sources.ts";
import { parseJson, Reader } from "./json.ts";
import { SegmentReader } from "./segmentReader.ts";
import type { Sender } from "./sender.ts";

/** More pages than any request has buckets: a server that goes on after that does not end. */
const mostPages = 2_000;

/** One request's worth of days: the unit that is fetched, and lands, whole or not at all. */
export interface UsageWindow {
  readonly source: SourceId;
  readonly view: readonly Dimension[];
  readonly width: BucketWidth;
  readonly days: DayRange;
  /** Dimensions of the view that this organization's API refuses; their column stays "(unattributed)". */
  readonly without?: ReadonlySet<Dimension>;
}

export interface WindowAnswer {
  /** One for each day the API answered for. */
  readonly segments: readonly Segment[];
  /** First day the API still keeps, where the window starts before it. */
  readonly earliest: UtcDay | undefined;
  readonly organization: string | null;
}

/** One page as it came, its frame checked, its buckets not yet. */
export interface RawPage {
  readonly data: readonly unknown[];
  readonly next: string | null;
  readonly organization: string | null;
}

/** The costs and usage endpoints. Every parameter that an endpoint documents can be said, and no other. */
export class UsageClient {
  readonly #sender: Sender;

  constructor(sender: Sender) {
    this.#sender = sender;
  }

  /** One page of `query`. A parameter the endpoint does not take is refused here, before anything is sent. */
  async page<S extends SourceId>(source: S, query: QueryOf<S>, signal: AbortSignal): Promise<RawPage> {
    checkQuery(source, query);
    const { path } = sourceSpec(source);
    const answer = await this.#sender.send(path, queryPairs(query), signal);
    const read = new Reader(path);
    const page = read.object(parseJson(answer.text, path), "page");
    read.kind(page, "page", "page");
    const data = read.list(page["data"], "page.data");
    if (typeof page["has_more"] !== "boolean") read.fail("page.has_more", "is missing");
    const cursor = read.text(page["next_page"], "page.next_page");
    // Costs may name a page past the last; an empty page is the end, whatever it says of more.
    const more = page["has_more"] === true && data.length > 0;
    if (more && (cursor === null || cursor === "")) read.fail("page.next_page", "is missing, though there is more");
    return { data, next: more ? cursor : null, organization: answer.organization };
  }

  /** Every page of `query`, in order. A cursor that comes again is an error, never an end and never a loop. */
  async *pages<S extends SourceId>(source: S, query: QueryOf<S>, signal: AbortSignal): AsyncGenerator<RawPage> {
    const seen = new Set<string>();
    let page = await this.page(source, query, signal);
    yield page;
    while (page.next !== null) {
      if (seen.size >= mostPages) new Reader(sourceSpec(source).path).fail("page.has_more", "does not end");
      if (seen.has(page.next)) new Reader(sourceSpec(source).path).fail("page.next_page", "comes again");
      seen.add(page.next);
      page = await this.page(source, { ...query, page: page.next }, signal);
      yield page;
    }
  }

  /**
   * All rows of a window as segments.
   *
   * @param now Unix seconds: a window that reaches now is asked for without an end
   */
  async window(window: UsageWindow, dictionary: Dictionary, now: number, signal: AbortSignal): Promise<WindowAnswer> {
    try {
      return await this.#window(window, dictionary, now, signal);
    } catch (error) {
      const earliest = error instanceof SpendError && error.kind === "lookbackExceeded" ? parseIsoDay(error.detail.earliest ?? "") : undefined;
      // Once, from the date the API names; a second refusal is the caller's to show.
      if (earliest === undefined || earliest <= window.days.from) throw error;
      if (earliest >= window.days.to) return { segments: [], earliest, organization: null };
      const rest = { ...window, days: { from: earliest, to: window.days.to } };
      return { ...(await this.#window(rest, dictionary, now, signal)), earliest };
    }
  }

  async #window(window: UsageWindow, dictionary: Dictionary, now: number, signal: AbortSignal): Promise<WindowAnswer> {
    const [from, to] = [dayStart(window.days.from), dayStart(window.days.to)];
    const query = windowQuery(window, now);
    const reachesNow = query.end_time === undefined;
    const reader = new SegmentReader({ source: window.source, view: window.view, width: window.width, from, to, reachesNow }, dictionary);
    let organization: string | null = null;
    for await (const page of this.pages(window.source, query, signal)) {
      reader.addBuckets(page.data);
      organization ??= page.organization;
    }
    return { segments: reader.finish(), earliest: undefined, organization: reader.organization ?? organization };
  }
}

/** The request that a window stands for: "Copy as cURL" shows the same. */
export function windowQuery(window: UsageWindow, now: number): QueryOf<SourceId> {
  const { source, width, days } = window;
  const groupBy = window.view.filter((dimension) => !window.without?.has(dimension));
  const buckets = ((days.to - days.from) * 86_400) / widthSeconds[width];
  const most = sourceSpec(source).widths[width]?.most;
  if (most === undefined || buckets > most) throw new RangeError(`${source} ${width} from ${isoDay(days.from)}: ${String(buckets)} buckets are more than one request may ask for`);
  const query: AnyQuery = {
    start_time: dayStart(days.from),
    ...(days.to <= dayOf(now) && { end_time: dayStart(days.to) }),
    bucket_width: width,
    ...(groupBy.length > 0 && { group_by: groupBy }),
    limit: buckets,
  };
  checkQuery(source, query);
  return query as QueryOf<SourceId>; // checked one line above
}
