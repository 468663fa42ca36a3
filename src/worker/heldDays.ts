import { daysOf, type UtcDay } from "../domain/buckets.ts";
import type { CoveredDay, Series } from "../history/series.ts";
import { seriesId } from "../history/seriesId.ts";
import type { Want } from "./calls.ts";
import { packDays, unpackDays, type RestingAccount } from "./restingThread.ts";

/** Days of one series, in order, that the host wants and does not have yet. */
export interface Lacking {
  readonly want: Want;
  readonly days: readonly UtcDay[];
}

/** Which days the host wants in memory, which of them it has, and which it was told are kept. */
export class HeldDays {
  #wants: readonly Want[] = [];
  /** `series day` of what the host has in memory. */
  #sent = new Set<string>();
  /** `series day` of all that was told of as kept. */
  #covered = new Set<string>();
  /** All that is wanted was looked for: what was not kept then comes with what changes. To look for a year's days at every landing takes longer than to read them. */
  #sought = false;

  hold(wants: readonly Want[]): void {
    this.#wants = wants;
    const wanted = new Set(wants.flatMap((want) => daysOf(want.days).map((day) => dayId(want, day))));
    this.#sent = new Set([...this.#sent].filter((id) => wanted.has(id)));
    this.#sought = false;
  }

  clear(): void {
    this.#sent.clear();
    this.#covered.clear();
    this.#sought = false;
  }

  rest(): Pick<RestingAccount, "wants" | "sent" | "covered"> {
    return { wants: this.#wants, sent: packDays(this.#sent), covered: packDays(this.#covered) };
  }

  resume({ sent, covered }: Pick<RestingAccount, "sent" | "covered">): void {
    this.#sent = unpackDays(sent);
    this.#covered = unpackDays(covered);
    this.#sought = false;
  }

  /** What the host lacks, now that these days have changed; asked again, it says the same until `give` is called. */
  lacking(changed: readonly CoveredDay[]): readonly Lacking[] {
    for (const day of changed) {
      const id = dayId(day, day.day);
      this.#covered.add(id);
      this.#sent.delete(id);
    }
    const sought = this.#sought;
    this.#sought = false; // what is not given after all is looked for again
    const news = sought ? bySeries(changed) : undefined;
    const listed = new Set<string>(); // of wants that overlap, the first has the day
    const lacks = (id: string): boolean => this.#covered.has(id) && !this.#sent.has(id) && !listed.has(id);
    return this.#wants.map((want) => {
      const days = news ? changedDays(want, news) : daysOf(want.days);
      return { want, days: days.filter((day) => lacks(dayId(want, day)) && listed.add(dayId(want, day))) };
    });
  }

  /** Everything that was lacking is on its way to the host. */
  give(lacking: readonly Lacking[]): void {
    for (const { want, days } of lacking) for (const day of days) this.#sent.add(dayId(want, day));
    this.#sought = true;
  }
}

/** By `seriesId`, in the order in which they are given. */
export function bySeries(days: readonly CoveredDay[]): ReadonlyMap<string, readonly CoveredDay[]> {
  const groups = new Map<string, CoveredDay[]>();
  for (const day of days) {
    const id = seriesId(day);
    const group = groups.get(id);
    if (group) group.push(day);
    else groups.set(id, [day]);
  }
  return groups;
}

function changedDays(want: Want, news: ReadonlyMap<string, readonly CoveredDay[]>): readonly UtcDay[] {
  const changed = news.get(seriesId(want)) ?? [];
  return changed.map(({ day }) => day).filter((day) => day >= want.days.from && day < want.days.to);
}

function dayId(series: Series | CoveredDay, day: UtcDay): string {
  return `${seriesId(series)} ${String(day)}`;
}
