import type { DayRange, UtcDay } from "../domain/buckets.ts";
import { packSegments } from "../domain/segmentPack.ts";
import type { Segment } from "../domain/segment.ts";
import type { HistoryDatabase, OrganizationId } from "../history/historyDatabase.ts";
import type { CoveredDay } from "../history/series.ts";
import type { CoveredSeries, HistoryNews, Want } from "./calls.ts";
import { bySeries, HeldDays, type Lacking } from "./heldDays.ts";
import type { RestingAccount } from "./restingThread.ts";

/** No organization has this number: who goes by it is entered again before anything is read, or written. */
export const nobody: OrganizationId = 0;

/**
 * One account of the host as this thread sees it: which organization's rows it is shown, and how much of them the
 * host has heard of, so that the next news are only what is new.
 */
export class KeptAccount {
  readonly number: number;
  readonly #origin: string;
  readonly #fingerprint: string;
  organization: OrganizationId;
  #landing = 0;
  #texts = 1;
  #lastText: string | undefined;
  readonly #held = new HeldDays();
  #fresh = true;

  constructor(database: HistoryDatabase, number: number, origin: string, fingerprint: string) {
    this.number = number;
    this.#origin = origin;
    this.#fingerprint = fingerprint;
    this.organization = database.enter(origin, fingerprint);
  }

  /** Everything is to be told anew, and has not been yet. */
  get untold(): boolean {
    return this.#fresh;
  }

  hold(wants: readonly Want[]): void {
    this.#held.hold(wants);
  }

  /** What the next thread goes on from. */
  rest(): RestingAccount {
    const { number, organization } = this;
    return {
      ...{ number, organization, origin: this.#origin, fingerprint: this.#fingerprint },
      ...{ landing: this.#landing, texts: this.#texts, lastText: this.#lastText },
      ...this.#held.rest(),
    };
  }

  /** Goes on where the thread before has ended, on the same file. */
  resume(database: HistoryDatabase, left: RestingAccount): void {
    const { organization, landing, texts, lastText } = left;
    if (organization !== this.organization) return; // cleared, or found to be another, meanwhile: everything is told anew
    // An older copy of the file was put in its place, which neither its number nor its birth tells: its next text would have a number that is taken.
    if (database.coverage(organization, landing).landing < landing || (texts > 1 && database.texts(organization, texts - 1)[0] !== lastText)) return;
    this.#landing = landing;
    this.#texts = texts;
    this.#lastText = lastText;
    this.#held.resume(left);
    this.#fresh = false;
  }

  /** Finds the organization of the account's key, from nothing. */
  enter(database: HistoryDatabase): void {
    this.restart(database.enter(this.#origin, this.#fingerprint));
  }

  /** The rows shown are another organization's from now on, or the same one's, begun anew. */
  restart(organization: OrganizationId): void {
    this.organization = organization;
    this.#landing = 0;
    this.#texts = 1;
    this.#held.clear();
    this.#fresh = true;
  }

  /** The host has written this landing itself, and knows what it holds: no news where it knows all before it, too. */
  wrote(landing: number | undefined): void {
    if (!this.#fresh && landing === this.#landing + 1) this.#landing = landing;
  }

  /** Everything that the host does not know yet. */
  news(database: HistoryDatabase): HistoryNews {
    if (!database.exists(this.organization)) this.enter(database); // cleared, by this window or another
    const { news, gone } = this.#gather(database);
    // Who deletes old days, in whichever window, tells nobody. It is found out when somebody looks at them: then all is told anew.
    if (!gone || news.fresh) return news;
    this.restart(this.organization);
    return this.#gather(database).news;
  }

  #gather(database: HistoryDatabase): { readonly news: HistoryNews; readonly gone: boolean } {
    const fresh = this.#fresh;
    const after = this.#landing;
    const { landing, days } = database.coverage(this.organization, after);
    const facts = [...database.factsAfter(this.organization, after)];
    const lacking = this.#held.lacking(days);
    const { segments, gone } = this.#read(database, lacking);
    // Last: another window may land between two reads, and what was read of it must not have numbers without a text.
    const texts = database.texts(this.organization, this.#texts);
    const news: HistoryNews = {
      ...{ account: this.number, fresh, texts, facts },
      organization: database.nameOf(this.organization),
      covered: [...bySeries(days).values()].flatMap(columnsOf),
      segments: packSegments(segments),
      trouble: database.trouble,
    };
    // Nothing fails from here on: what could not be read is looked for again.
    this.#held.give(lacking);
    this.#landing = landing;
    this.#texts += texts.length;
    this.#lastText = texts.at(-1) ?? this.#lastText;
    this.#fresh = false;
    return { news, gone };
  }

  /** The days' rows; `gone` where one of them is not kept any more. */
  #read(database: HistoryDatabase, lacking: readonly Lacking[]): { readonly segments: readonly Segment[]; readonly gone: boolean } {
    const segments = lacking.flatMap(({ want, days }) => runsOf(days).flatMap((run) => database.load(this.organization, want, run).map(({ segment }) => segment)));
    return { segments, gone: segments.length < lacking.reduce((sum, { days }) => sum + days.length, 0) };
  }
}

/** Days in order as ranges without gaps. */
function runsOf(days: readonly UtcDay[]): readonly DayRange[] {
  const runs: DayRange[] = [];
  for (const day of days) {
    const last = runs.at(-1);
    if (last?.to === day) runs[runs.length - 1] = { from: last.from, to: day + 1 };
    else runs.push({ from: day, to: day + 1 });
  }
  return runs;
}

/** As columns: thousands of small objects take a while to cross a thread. */
function columnsOf(group: readonly CoveredDay[]): readonly CoveredSeries[] {
  const [first] = group;
  if (!first) return [];
  return [{
    ...{ source: first.source, view: first.view, width: first.width },
    day: Uint32Array.from(group, ({ day }) => day),
    fetchedAt: Float64Array.from(group, ({ fetchedAt }) => fetchedAt),
    rows: Uint32Array.from(group, ({ rows }) => rows),
  }];
}
