import { dayOf, dayStart, isoDay, parseIsoDay, widthSeconds, type BucketWidth, type DayRange, type UtcDay } from "../domain/buckets.ts";
import type { Dimension } from "../domain/dimensions.ts";
import { SpendError } from "../domain/errors.ts";
import { checkQuery, queryPairs, type AnyQuery, type QueryOf } from "../domain/query.ts";
import { sourceSpec, type SourceId } from "../domain/sources.ts";
import type { Body } from "./body.ts";
import { Reader } from "./json.ts";
import { readPage, type PageEnd, type RawPage } from "./pageReader.ts";
import type { SegmentQuestion } from "./segmentReader.ts";
import type { Answer, Sender } from "./sender.ts";

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

/** Who takes a window's pages: bytes are parsed there, not here. */
export interface PageSink {
  /** A window begins, or begins anew: what was taken of it is void. */
  begin(question: SegmentQuestion): void;
  /** Takes a page; rejects with `untrusted` where it cannot be one of this window. */
  page(body: Body): Promise<PageEnd>;
}

/** When a request may be sent: at once, or when there is room for it. */
export type InTurn = (send: () => Promise<Answer>) => Promise<Answer>;

export interface WindowAnswer {
  /** First day the API still keeps, where the window starts before it. */
  readonly earliest: UtcDay | undefined;
  /** Value of `openai-organization`, where the server says whose key it is. */
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
    return readPage(source, (await this.#ask(source, query, signal)).body);
  }

  /** Every page of `query`, in order. A cursor that comes again is an error, never an end and never a loop. */
  async *pages<S extends SourceId>(source: S, query: QueryOf<S>, signal: AbortSignal): AsyncGenerator<RawPage> {
    const cursors = new Cursors(source);
    for (let page: string | undefined, more = true; more; ) {
      const raw = await this.page(source, page === undefined ? query : { ...query, page }, signal);
      page = cursors.after(raw);
      more = page !== undefined;
      yield raw;
    }
  }

  /**
   * All rows of a window, page by page into `sink`.
   *
   * @param now Unix seconds: a window that reaches now is asked for without an end
   * @param inTurn runs each request when it may be sent; what is done with an answer does not keep the next one waiting
   */
  async window(window: UsageWindow, sink: PageSink, now: number, signal: AbortSignal, inTurn: InTurn = (send) => send()): Promise<WindowAnswer> {
    try {
      return { organization: await this.#window(window, sink, now, signal, inTurn), earliest: undefined };
    } catch (error) {
      const earliest = error instanceof SpendError && error.kind === "lookbackExceeded" ? parseIsoDay(error.detail.earliest ?? "") : undefined;
      // Once, from the date the API names; a second refusal is the caller's to show.
      if (earliest === undefined || earliest <= window.days.from) throw error;
      if (earliest >= window.days.to) return { earliest, organization: null };
      const rest = { ...window, days: { from: earliest, to: window.days.to } };
      return { organization: await this.#window(rest, sink, now, signal, inTurn), earliest };
    }
  }

  async #window(window: UsageWindow, sink: PageSink, now: number, signal: AbortSignal, inTurn: InTurn): Promise<string | null> {
    const { source, view, width, days } = window;
    const query = windowQuery(window, now);
    sink.begin({ source, view, width, from: dayStart(days.from), to: dayStart(days.to), reachesNow: query.end_time === undefined });
    const cursors = new Cursors(source);
    for (let organization: string | null = null, page: string | undefined; ; ) {
      const asked = page === undefined ? query : { ...query, page };
      const answer = await inTurn(() => this.#ask(source, asked, signal));
      organization ??= answer.organization;
      page = cursors.after(await sink.page(answer.body));
      if (page === undefined) return organization;
    }
  }

  #ask<S extends SourceId>(source: S, query: QueryOf<S>, signal: AbortSignal): Promise<Answer> {
    checkQuery(source, query);
    return this.#sender.send(sourceSpec(source).path, queryPairs(query), signal);
  }
}

/** The cursors of one run through pages. One that comes again would lead in a circle; so would pages without end. */
class Cursors {
  readonly #seen = new Set<string>();
  readonly #read: Reader;

  constructor(source: SourceId) {
    this.#read = new Reader(sourceSpec(source).path);
  }

  /** The page to ask for after this one; undefined after the last. */
  after({ next }: PageEnd): string | undefined {
    if (next === null) return undefined;
    if (this.#seen.size >= mostPages) this.#read.fail("page.has_more", "does not end");
    if (this.#seen.has(next)) this.#read.fail("page.next_page", "comes again");
    this.#seen.add(next);
    return next;
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
