import { addLimb, addRows, markRows } from "./addRows.ts";
import { billionthsOf, largestReach, type Billionths } from "./billionths.ts";
import { add, toNumber, zero, type Decimal } from "./decimal.ts";
import { joinLimbs, limbDigits } from "./decimalColumn.ts";
import { carryInto, limbUnit, longer } from "./limbColumns.ts";
import type { PickedRows, Picks } from "./pickedRows.ts";
import type { Spans } from "./runsOfRows.ts";
import { addCells, carryCells, cellWidth as width, isNothing, moveCells, nothing } from "./slotCells.ts";

/**
 * Running sums by slot, a slot being whatever small number the caller gives each row: a dictionary number, or a group's
 * place in a bucket. A slot is four doubles side by side, the whole part and three limbs, so that a row touches one
 * place in memory; the few finest amounts go on in columns of their own.
 *
 * Exact: a limb is below 10^9 a row, and after `mostValues` carries are settled, so that no limb sum passes 2^53. The same
 * holds for the whole part at up to a billion a value. Where a segment's amounts are small enough, the first limb takes
 * them whole, as billionths, as long as those together do not pass 2^52.
 */
const limbsBeside = 3;
const bigUnit = BigInt(limbUnit);
const upperUnit = bigUnit * bigUnit;
/** 4,194,304 values, of which a row of a metric of two fields has two, add less than 2^52. */
const mostValues = 2 ** 22;
/** What settling leaves in a whole part, and what is added to it slot by slot, is less: two of those and all carries are, together, less than 2^53. */
const largestLeft = 2 ** 51;
/** To settle a slot takes about as long as billionths save on so many values. */
const valuesPerSettling = 32;

export class SlotSums {
  #cells = new Float64Array(0);
  /** 1 where a slot has a row that does not report the metric. */
  #silent = new Uint8Array(0);
  /** Limbs from the fourth on. */
  readonly #finest: Float64Array[] = [];
  /** Billions above the whole part, once some slot needs them. */
  #billions: Float64Array | undefined;
  #valuesSinceSettled = 0;
  /** No sum of billionths that were added since is farther from zero. */
  #reachSinceSettled = 0;
  #settled = true;
  /** Largest whole part of any slot, without its sign, when carries were last settled; endless once there are billions. */
  #largest = 0;

  /** Slots there is room for. */
  get size(): number {
    return this.#silent.length;
  }

  /** Makes room for at least `size` slots. */
  grow(size: number): void {
    if (size <= this.size) return;
    const room = Math.max(size, 2 * this.size, 64);
    const cells = new Float64Array(room * width).fill(nothing);
    cells.set(this.#cells);
    this.#cells = cells;
    this.#silent = longer(this.#silent, new Uint8Array(room));
    this.#finest.forEach((column, index) => (this.#finest[index] = longer(column, new Float64Array(room))));
    if (this.#billions) this.#billions = longer(this.#billions, new Float64Array(room));
  }

  /** Adds the rows `[first, end)`, each into its slot of `slots`; there must be room. */
  add(rows: PickedRows, picks: Picks, slots: Uint32Array, first: number, end: number): void {
    const step = Math.floor(mostValues / valuesPerRow(rows));
    for (let start = first; start < end; start += step) {
      const next = Math.min(end, start + step);
      this.#addSome(rows, this.#makeRoom(rows, next - start), picks, slots, start, next);
    }
  }

  /** Adds the rows of `spans`, each into its slot. */
  addSpans(rows: PickedRows, spans: Spans, slots: Uint32Array): void {
    const apart = rows.rows * valuesPerRow(rows) > mostValues;
    const billionths = apart ? null : this.#makeRoom(rows, rows.rows);
    for (let at = 0; at < spans.length; at += 2) {
      const [first, end] = [spans[at] ?? 0, spans[at + 1] ?? 0];
      if (apart) this.add(rows, undefined, slots, first, end);
      else this.#addSome(rows, billionths, undefined, slots, first, end);
    }
  }

  /**
   * Settles carries where `count` rows more might outgrow a double.
   * @returns the amounts as billionths; null where there are none, or where they are to be added by whole parts and limbs
   */
  #makeRoom(rows: PickedRows, count: number): Billionths | null {
    const { whole: [amounts], limbs: [first] } = rows;
    let billionths = amounts && first ? billionthsOf(amounts, first) : null;
    const full = billionths !== null && this.#reachSinceSettled + billionths.reach > largestReach;
    // Carries make room for more of them, where that does not take longer than to add what comes in the other way.
    if (full && this.size * valuesPerSettling > this.#valuesSinceSettled) billionths = null;
    const values = count * valuesPerRow(rows);
    if ((full && billionths) || this.#valuesSinceSettled + values > mostValues) this.#carry();
    this.#valuesSinceSettled += values;
    this.#reachSinceSettled += billionths?.reach ?? 0;
    this.#settled = false;
    return billionths;
  }

  #addSome(rows: PickedRows, billionths: Billionths | null, picks: Picks, slots: Uint32Array, first: number, end: number): void {
    addRows(this.#cells, this.#silent, rows, billionths, picks, slots, first, end);
    for (const [index, column] of rows.limbs.entries()) if (index >= limbsBeside) addLimb(this.#finestColumn(index - limbsBeside), picks, slots, column, first, end);
  }

  /** Notes that the slots have rows, and adds nothing. */
  mark(picks: Picks, slots: Uint32Array, first: number, end: number): void {
    markRows(this.#silent, picks, slots, first, end);
  }

  markSlot(slot: number): void {
    this.#silent[slot] = 1;
  }

  /** Adds a slot of other sums. */
  addSlot(slot: number, from: SlotSums, other: number): void {
    from.#settle();
    if (from.#silent[other] === 1) this.#silent[slot] = 1;
    if (!from.reports(other)) return;
    this.#settled = false;
    const [to, start] = [slot * width, other * width];
    const whole = (this.#cells[to] ?? 0) + ((from.#cells[start] ?? 0) + 0);
    this.#cells[to] = whole;
    for (let part = 1; part < width; part += 1) this.#cells[to + part] = (this.#cells[to + part] ?? 0) + (from.#cells[start + part] ?? 0);
    for (let index = 0; index < from.#finest.length; index += 1) {
      const sums = this.#finestColumn(index);
      sums[slot] = (sums[slot] ?? 0) + (from.#finest[index]?.[other] ?? 0);
    }
    if (from.#billions) this.#billionsColumn()[slot] = (this.#billions?.[slot] ?? 0) + (from.#billions[other] ?? 0);
    // In the limbs a settled slot adds no more than a value does; in the whole part it may be many values' worth.
    this.#valuesSinceSettled += 1;
    if (this.#valuesSinceSettled > mostValues || Math.abs(whole) >= largestLeft) this.#settle();
  }

  /**
   * Moves every slot of `from` below `size` that has a row to a slot of its own, from `next` on, and leaves `from` as new.
   * @param slotOf is told which slot each of them was
   * @returns the first slot after them; there must be room
   */
  take(from: SlotSums, size: number, slotOf: Int32Array, next: number): number {
    if (from.#billions) from.#settle();
    const last = moveCells(from.#cells, from.#silent, this.#cells, this.#silent, size, slotOf, next);
    for (let index = 0; index < from.#finest.length; index += 1) {
      const [of, to] = [from.#finestColumn(index), this.#finestColumn(index)];
      for (let slot = next; slot < last; slot += 1) to[slot] = of[slotOf[slot] ?? 0] ?? 0;
      of.fill(0);
    }
    if (from.#billions) {
      const to = this.#billionsColumn();
      for (let slot = next; slot < last; slot += 1) to[slot] = from.#billions[slotOf[slot] ?? 0] ?? 0;
      from.#billions.fill(0);
    }
    // No slot here has more values, or is farther from zero, than `from` has counted.
    this.#valuesSinceSettled = Math.max(this.#valuesSinceSettled, from.#valuesSinceSettled);
    this.#reachSinceSettled = Math.max(this.#reachSinceSettled, from.#reachSinceSettled);
    this.#settled = false;
    from.#valuesSinceSettled = 0;
    from.#reachSinceSettled = 0;
    from.#settled = true;
    return last;
  }

  /**
   * The slots below `count`, added up by the slot that `targets` names for each.
   * @param size every target is below
   */
  gathered(targets: Int32Array, count: number, size: number): SlotSums {
    const sums = new SlotSums();
    sums.grow(size);
    this.#settle();
    // Settled limbs add no more than rows do. Sums that might outgrow a double go one by one, as do the finest.
    if (this.#finest.length === 0 && this.#largest * count < largestLeft && count <= mostValues) {
      addCells(this.#cells, this.#silent, targets, count, sums.#cells, sums.#silent);
      sums.#valuesSinceSettled = count;
      sums.#settled = false;
    } else for (let slot = 0; slot < count; slot += 1) sums.addSlot(targets[slot] ?? 0, this, slot);
    return sums;
  }

  /** Whether the slot has a row at all. */
  has(slot: number): boolean {
    return this.#silent[slot] === 1 || this.reports(slot);
  }

  /** Whether a row of the slot reports the metric. */
  reports(slot: number): boolean {
    return !isNothing(this.#cells, slot * width);
  }

  decimal(slot: number): Decimal | undefined {
    if (!this.reports(slot)) return undefined;
    this.#settle();
    const start = slot * width;
    const [whole, one, two, three] = [this.#cells[start] ?? 0, this.#cells[start + 1] ?? 0, this.#cells[start + 2] ?? 0, this.#cells[start + 3] ?? 0];
    const billions = this.#billions?.[slot] ?? 0;
    const upper = whole * limbUnit + one;
    // Most sums by far: as large as a double counts by the billionth. Big integers are dear, and this takes the fewest.
    if (three !== 0 && billions === 0 && this.#finest.length === 0 && Math.abs(upper) <= Number.MAX_SAFE_INTEGER)
      return { coefficient: BigInt(upper) * upperUnit + BigInt(two) * bigUnit + BigInt(three), scale: limbsBeside * limbDigits };
    const sum = joinLimbs(whole, [one, two, three, ...this.#finest.map((column) => column[slot] ?? 0)]);
    return billions === 0 ? sum : add(sum, { coefficient: BigInt(billions) * bigUnit, scale: 0 });
  }

  /** The nearest double, or one beside it; NaN where nothing is reported. Larger sums never give the smaller double. */
  double(slot: number): number {
    const start = slot * width;
    if (!this.reports(slot)) return Number.NaN;
    this.#settle();
    // Limbs count up from the whole part: of a credit they are what it is short of it, and digits are lost where it is taken off.
    if ((this.#billions?.[slot] ?? 0) < 0 || (this.#cells[start] ?? 0) < 0) return toNumber(this.decimal(slot) ?? zero);
    const fraction = ((this.#cells[start + 3] ?? 0) / limbUnit + (this.#cells[start + 2] ?? 0)) / limbUnit + (this.#cells[start + 1] ?? 0);
    return (this.#billions?.[slot] ?? 0) * limbUnit + (this.#cells[start] ?? 0) + fraction / limbUnit;
  }

  /** Exact order of two sums, as `Array.sort` wants it; nothing counts as zero. */
  compare(one: number, other: number): number {
    this.#settle();
    const billions = (this.#billions?.[one] ?? 0) - (this.#billions?.[other] ?? 0);
    if (billions !== 0) return billions;
    for (let part = 0; part < width; part += 1) {
      const difference = (this.#cells[one * width + part] ?? 0) - (this.#cells[other * width + part] ?? 0);
      if (difference !== 0) return difference;
    }
    for (const column of this.#finest) {
      const difference = (column[one] ?? 0) - (column[other] ?? 0);
      if (difference !== 0) return difference;
    }
    return 0;
  }

  #settle(): void {
    if (this.#settled) return;
    this.#carry();
    this.#settled = true;
  }

  /** Leaves every limb in `[0, 10^9)`, so that equal sums look equal, and the whole part with room for more. */
  #carry(): void {
    if (this.#finest.length > 0) this.#carryFinest();
    const largest = carryCells(this.#cells);
    this.#largest = this.#billions ? Number.POSITIVE_INFINITY : largest;
    this.#valuesSinceSettled = 0;
    this.#reachSinceSettled = 0;
    if (this.#largest >= largestLeft) this.#carryBillions();
  }

  #carryFinest(): void {
    for (let slot = 0; slot < this.size; slot += 1) {
      let carry = 0;
      for (let index = this.#finest.length - 1; index >= 0; index -= 1) carry = carryInto(this.#finest[index], slot, carry);
      const last = slot * width + limbsBeside;
      this.#cells[last] = (this.#cells[last] ?? 0) + carry;
    }
  }

  #carryBillions(): void {
    const billions = this.#billionsColumn();
    for (let slot = 0; slot < this.size; slot += 1) if (this.reports(slot)) billions[slot] = (billions[slot] ?? 0) + carryInto(this.#cells, slot * width, 0);
  }

  #finestColumn(index: number): Float64Array {
    while (this.#finest.length <= index) this.#finest.push(new Float64Array(this.size));
    return this.#finest[index] ?? new Float64Array(this.size);
  }

  #billionsColumn(): Float64Array {
    this.#billions ??= new Float64Array(this.size);
    return this.#billions;
  }
}

function valuesPerRow({ whole }: PickedRows): number {
  return Math.max(1, whole.length);
}
