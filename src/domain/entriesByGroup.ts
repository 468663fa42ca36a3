/** Finds the entry of a group and bucket among entries that came as the rows did. */
export class EntriesByGroup {
  readonly #bucketOf: Int32Array;
  /** Entries of group slot `s`, by bucket, are `#inOrder[#starts[s]]` up to `#starts[s + 1]`. */
  readonly #starts: Int32Array;
  readonly #inOrder: Int32Array;

  /** @param count entries; `slotOf` and `bucketOf` may be longer */
  constructor(slotOf: Int32Array, bucketOf: Int32Array, count: number, groups: number) {
    this.#bucketOf = bucketOf;
    this.#starts = startsOf(slotOf, count, groups);
    this.#inOrder = sortByGroup(slotOf, entriesByBucket(bucketOf, count), count, this.#starts);
  }

  entry(place: number): number {
    return this.#inOrder[place] ?? 0;
  }

  /** The place after the group's last entry. */
  end(slot: number): number {
    return this.#starts[slot + 1] ?? 0;
  }

  /** Place of the group's first entry at `bucket` or later. */
  find(slot: number, bucket: number): number {
    let low = this.#starts[slot] ?? 0;
    let high = this.end(slot);
    // Most groups have rows in every bucket, or in every one since their first.
    const guess = low + bucket - this.#bucketAt(low);
    if (guess >= low && guess < high && this.#bucketAt(guess) === bucket && (guess === low || this.#bucketAt(guess - 1) < bucket)) return guess;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#bucketAt(middle) < bucket) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Whether an entry of just this group and bucket stands at `place`. More than one may: a bucket's rows can come in several runs. */
  isAt(place: number, slot: number, bucket: number): boolean {
    return place < this.end(slot) && this.#bucketAt(place) === bucket;
  }

  #bucketAt(place: number): number {
    return this.#bucketOf[this.#inOrder[place] ?? 0] ?? 0;
  }
}

function startsOf(slotOf: Int32Array, count: number, groups: number): Int32Array {
  const starts = new Int32Array(groups + 1);
  for (let entry = 0; entry < count; entry += 1) {
    const after = (slotOf[entry] ?? 0) + 1;
    starts[after] = (starts[after] ?? 0) + 1;
  }
  for (let slot = 1; slot <= groups; slot += 1) starts[slot] = (starts[slot] ?? 0) + (starts[slot - 1] ?? 0);
  return starts;
}

/** Counting sort, which keeps the order of equals. */
function sortByGroup(slotOf: Int32Array, byBucket: Int32Array | undefined, count: number, starts: Int32Array): Int32Array {
  const next = starts.slice();
  const inOrder = new Int32Array(count);
  for (let place = 0; place < count; place += 1) {
    const entry = byBucket ? (byBucket[place] ?? 0) : place;
    const slot = slotOf[entry] ?? 0;
    const to = next[slot] ?? 0;
    inOrder[to] = entry;
    next[slot] = to + 1;
  }
  return inOrder;
}

/** Entries by bucket; `undefined` where they stand so already, as they do where segments come day after day. */
function entriesByBucket(bucketOf: Int32Array, count: number): Int32Array | undefined {
  const ordered = bucketOf.subarray(0, count).every((bucket, entry) => entry === 0 || (bucketOf[entry - 1] ?? 0) <= bucket);
  if (ordered) return undefined;
  return Int32Array.from({ length: count }, (_, entry) => entry).sort((a, b) => (bucketOf[a] ?? 0) - (bucketOf[b] ?? 0) || a - b);
}
