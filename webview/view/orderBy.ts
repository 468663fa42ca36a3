import { compare, type Decimal } from "../../src/domain/decimal.ts";
import type { Subject } from "./subjects.ts";

/** Relative distance below which two doubles made of decimals may stand in the wrong order. */
const close = 1e-12;

/** Smallest first, exactly; nothing comes before everything. A double for each decides nearly all, so that a hundred thousand take no big integers. */
export function orderedByDecimal(subjects: readonly Subject[], of: (subject: Subject) => Decimal | undefined): readonly Subject[] {
  const keyed = subjects.map((subject) => {
    const value = of(subject);
    return { subject, value, key: value ? Number(value.coefficient) / 10 ** value.scale : Number.NEGATIVE_INFINITY };
  });
  keyed.sort((a, b) => {
    if (!a.value || !b.value) return Number(a.value !== undefined) - Number(b.value !== undefined);
    const difference = a.key - b.key;
    return Math.abs(difference) > close * (Math.abs(a.key) + Math.abs(b.key)) ? difference : compare(a.value, b.value);
  });
  return keyed.map(({ subject }) => subject);
}

/** Smallest first by a plain number; nothing comes before everything. */
export function orderedByNumber(subjects: readonly Subject[], of: (subject: Subject) => number | undefined): readonly Subject[] {
  const keyed = subjects.map((subject) => ({ subject, key: of(subject) ?? Number.NEGATIVE_INFINITY }));
  // Two infinities have no difference that is a number.
  keyed.sort((a, b) => (a.key === b.key ? 0 : a.key - b.key));
  return keyed.map(({ subject }) => subject);
}

/** Smallest first of what is known in the order of its sizes, the largest having rank 0. */
export function orderedByRank(subjects: readonly Subject[], rank: (subject: Subject) => number): readonly Subject[] {
  return orderedByNumber(subjects, (subject) => -rank(subject));
}
