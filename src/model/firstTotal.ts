import { bytesOf, type Body } from "../api/body.ts";
import { PageReader, type PageEnd } from "../api/pageReader.ts";
import type { SegmentQuestion } from "../api/segmentReader.ts";
import type { PageSink, UsageClient, WindowAnswer } from "../api/usageClient.ts";
import { dayOf, daysOf, overBy, type DayRange, type UtcDay } from "../domain/buckets.ts";
import { Dictionary } from "../domain/dictionary.ts";
import { SpendError } from "../domain/errors.ts";
import { SegmentBuilder, type Segment } from "../domain/segment.ts";
import type { KeptDay } from "../history/series.ts";
import type { ApiTime } from "./apiTime.ts";

/** A month has 31 rows of some 200 bytes. What is longer is not what was asked for, and is not read on this thread. */
const mostBytes = 2 ** 18;

/**
 * Costs by the day and by nothing else: a few kilobytes, where the same days by project and line item are a hundred
 * megabytes of a large organization. Asked for once, where nothing is known, so that the status bar need not wait for
 * those. Never kept: as soon as they are there, they are what is told.
 */
export class FirstTotal {
  readonly #client: UsageClient;
  readonly #time: ApiTime;
  #days: ReadonlyMap<UtcDay, KeptDay> = new Map();

  constructor(client: UsageClient, time: ApiTime) {
    this.#client = client;
    this.#time = time;
  }

  /** Days of a range that are known, in order. */
  days(range: DayRange): readonly KeptDay[] {
    return daysOf(range).flatMap((day) => this.#days.get(day) ?? []);
  }

  /** What is known by more than the day is not told by this any more. */
  forget(): void {
    this.#days = new Map();
  }

  /** @param sent Unix milliseconds by this machine's clock */
  async bring(days: DayRange, sent: number, signal: AbortSignal): Promise<WindowAnswer> {
    const pages = new SmallPages();
    const answer = await this.#client.window({ source: "costs", view: [], width: "1d", days }, pages, this.#time.at(sent), signal);
    const fetchedAt = this.#time.at(sent); // the answer tells what time it is
    const brought = new Map(pages.finish(overBy(days, fetchedAt)).map((segment) => [segment.day, segment]));
    // Today may have no bucket yet: it was answered for, too, and nothing is reported, which is not zero.
    const segmentOf = (day: UtcDay): Segment => brought.get(day) ?? new SegmentBuilder("costs", [], "1d", day).finish();
    // Nor does what a clock that was ahead has asked for of days that have not begun say anything of them.
    const answered = daysOf(days).filter((day) => day >= (answer.earliest ?? day) && day <= dayOf(fetchedAt));
    this.#days = new Map(answered.map((day) => [day, { segment: segmentOf(day), fetchedAt }]));
    return answer;
  }
}

/** Reads pages where it stands. */
class SmallPages implements PageSink {
  #reader: PageReader | undefined;

  begin(question: SegmentQuestion): void {
    this.#reader = new PageReader(question, new Dictionary());
  }

  async page(body: Body): Promise<PageEnd> {
    if (!this.#reader || bytesOf(body) > mostBytes) throw new SpendError("untrusted", "The costs of some days came with more than was asked for.");
    return Promise.resolve(this.#reader.add(body));
  }

  finish(until: number): readonly Segment[] {
    return this.#reader?.finish(until) ?? [];
  }
}
