import type { Breakdown, Group } from "../../src/domain/aggregate.ts";
import type { Decimal } from "../../src/domain/decimal.ts";
import type { Dimension } from "../../src/domain/dimensions.ts";
import { shareOf } from "../../src/domain/money.ts";
import { displayName, isArchived, type Names } from "../../src/domain/names.ts";
import type { PageRows } from "../../src/shared/protocol.ts";

/** One row of the breakdown: a group with its name and its share. */
export interface Subject {
  /** The API's own value; `null` where rows are not attributed, or not grouped at all. */
  readonly value: string | null;
  readonly name: string;
  /** The id behind a name, where the two differ: names may repeat, ids do not. */
  readonly id: string | null;
  readonly archived: boolean;
  readonly unattributed: boolean;
  readonly total: Decimal | undefined;
  readonly share: number | undefined;
  readonly group: Group;
  /** Only the period before has it. */
  readonly gone: boolean;
}

export const everything = "All";

export function subjectsOf(breakdown: Breakdown, groupBy: Dimension | "none", rows: PageRows, names: Names): readonly Subject[] {
  return breakdown.groups.map((group) => {
    if (groupBy === "none") return new Everything(group, breakdown);
    return new GroupSubject(group, breakdown, groupBy, group.id === 0 ? null : (rows.texts[group.id - 1] ?? null), names);
  });
}

/** Groups of the period before that have nothing now: what stopped is a change like any other. */
export function goneSubjects(now: Breakdown, before: Breakdown, groupBy: Dimension | "none", rows: PageRows, names: Names): readonly Subject[] {
  if (groupBy === "none") return [];
  const here = new Set(now.groups.map(({ id }) => id));
  const absent = before.groups.filter(({ id }) => !here.has(id));
  return absent.map(({ id }) => new GroupSubject(noGroup(id, now.starts.length), now, groupBy, id === 0 ? null : (rows.texts[id - 1] ?? null), names, true));
}

function noGroup(id: number, buckets: number): Group {
  return { id, total: undefined, at: () => undefined, drawn: () => Number.NaN, line: () => new Float64Array(buckets).fill(Number.NaN) };
}

/** Names and numbers are made when they are read: of a hundred thousand groups a page shows few. */
class GroupSubject implements Subject {
  readonly value: string | null;
  readonly group: Group;
  readonly gone: boolean;
  readonly #breakdown: Breakdown;
  readonly #groupBy: Dimension;
  readonly #names: Names;
  #name: string | undefined;
  #total: Decimal | null | undefined;

  constructor(group: Group, breakdown: Breakdown, groupBy: Dimension, value: string | null, names: Names, gone = false) {
    this.group = group;
    this.value = value;
    this.gone = gone;
    this.#breakdown = breakdown;
    this.#groupBy = groupBy;
    this.#names = names;
  }

  get name(): string {
    return (this.#name ??= displayName(this.#groupBy, this.value, this.#names));
  }

  get id(): string | null {
    return this.#groupBy.endsWith("_id") && this.value !== this.name ? this.value : null;
  }

  get archived(): boolean {
    return isArchived(this.#groupBy, this.value, this.#names);
  }

  get unattributed(): boolean {
    return this.value === null;
  }

  get total(): Decimal | undefined {
    if (this.#total === undefined) this.#total = this.group.total ?? null;
    return this.#total ?? undefined;
  }

  get share(): number | undefined {
    return this.total && this.#breakdown.total ? shareOf(this.total, this.#breakdown.total) : undefined;
  }
}

/** All rows as one, where nothing tells them apart. */
class Everything implements Subject {
  readonly value = null;
  readonly name = everything;
  readonly id = null;
  readonly archived = false;
  readonly unattributed = false;
  readonly gone = false;
  readonly total: Decimal | undefined;
  readonly share: number | undefined;
  readonly group: Group;

  constructor(group: Group, breakdown: Breakdown) {
    this.group = group;
    this.total = group.total;
    this.share = group.total && breakdown.total ? shareOf(group.total, breakdown.total) : undefined;
  }
}
