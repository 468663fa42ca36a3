/** What somebody looks at goes before what is fetched for later. */
export type Lane = "front" | "back";

interface Task {
  readonly lane: Lane;
  /** Tasks of one group wait for one another, so that an endpoint that hangs cannot hold every place. */
  readonly group: string;
  readonly start: () => void;
}

/** Places kept free for what somebody looks at, whatever is fetched for later. */
const frontPlaces = 4;
/** Of all places, how many one group may have. */
const shareOfGroup = 0.5;

/** Lets a bounded number of tasks run at once; the rest wait their turn, first come, first served within a lane. */
export class Gate {
  readonly #width: () => number;
  #waiting: readonly Task[] = [];
  readonly #running = new Map<string, number>();
  #inAll = 0;

  /** @param width how many may run at once, asked anew each time: it follows what the API can bear */
  constructor(width: () => number) {
    this.#width = width;
  }

  async run<T>(lane: Lane, group: string, task: () => Promise<T>): Promise<T> {
    await new Promise<void>((start) => {
      this.#waiting = [...this.#waiting, { lane, group, start }];
      this.#admit();
    });
    try {
      return await task();
    } finally {
      this.#inAll -= 1;
      this.#running.set(group, (this.#running.get(group) ?? 1) - 1);
      this.#admit();
    }
  }

  #admit(): void {
    const width = this.#width();
    const ofGroup = Math.max(1, Math.floor(width * shareOfGroup));
    const fits = ({ lane, group }: Task): boolean =>
      this.#inAll < width + (lane === "front" && width > 1 ? frontPlaces : 0) && (this.#running.get(group) ?? 0) < ofGroup;
    for (const lane of ["front", "back"] as const) {
      for (;;) {
        const next = this.#waiting.find((task) => task.lane === lane && fits(task));
        if (!next) break;
        this.#waiting = this.#waiting.filter((task) => task !== next);
        this.#inAll += 1;
        this.#running.set(next.group, (this.#running.get(next.group) ?? 0) + 1);
        next.start();
      }
    }
  }
}
