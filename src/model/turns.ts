import { bytesOf } from "../api/body.ts";
import type { Pace } from "../api/pace.ts";
import type { Answer } from "../api/sender.ts";
import type { UsageWindow } from "../api/usageClient.ts";
import type { SourceId } from "../domain/sources.ts";
import { Backlog } from "./backlog.ts";
import { Gate, type Lane } from "./gate.ts";

/** Windows under way, for each request that may be: those that are being parsed and landed keep no request waiting. */
const windowsPerRequest = 3;
/** Bytes asked for later that may be under way at once: who looks meanwhile waits until a server has made them. */
const mostAsked = 2 ** 25;

/** How urgent a piece of work is: what was begun for later may come to be looked at before its turn has come. */
export class Urgency {
  /** Resolves once somebody looks. */
  readonly raised: Promise<void>;
  #lane: Lane;
  #tell = (): void => undefined;

  constructor(lane: Lane) {
    this.#lane = lane;
    this.raised = new Promise((resolve) => {
      this.#tell = resolve;
    });
  }

  get lane(): Lane {
    return this.#lane;
  }

  raise(): void {
    this.#lane = "front";
    this.#tell();
  }
}

/**
 * Whose turn it is: so many windows at once, and fewer requests. What is fetched for later keeps neither a server nor
 * the thread that reads its answers so busy that who looks would have to wait.
 */
export class Turns {
  readonly #windows: Gate;
  readonly #requests: Gate;
  readonly #unread: Backlog;
  /** What is asked for later, and has not come. */
  readonly #asked = new Backlog(mostAsked);
  /** A source's last answer, by its bucket width: the next is about as long, and longer where it has more days. */
  readonly #lastAnswer = new Map<string, { readonly bytes: number; readonly days: number }>();

  /**
   * @param pace how many requests the API bears
   * @param unread answers that came and wait to be read
   */
  constructor(pace: Pace, unread: Backlog) {
    this.#windows = new Gate(() => windowsPerRequest * pace.width);
    this.#requests = new Gate(() => pace.width);
    this.#unread = unread;
  }

  /** Works on one window, from its first request until it has landed. */
  window<T>(source: SourceId, lane: Lane, work: () => Promise<T>): Promise<T> {
    return this.#windows.run(lane, source, work);
  }

  /** Sends one request of a window. */
  async request(window: UsageWindow, urgency: Urgency, send: () => Promise<Answer>): Promise<Answer> {
    const { source, width, days } = window;
    const kind = `${source} ${width}`;
    const length = days.to - days.from;
    const last = this.#lastAnswer.get(kind);
    const expected = last ? last.bytes * Math.max(1, length / last.days) : 0;
    const answer = await (urgency.lane === "front" ? this.#requests.run("front", source, send) : this.#later(source, expected, urgency, send));
    this.#lastAnswer.set(kind, { bytes: bytesOf(answer.body), days: length });
    return answer;
  }

  /** Sends once: when there is room for it, or as soon as somebody looks at what it brings. */
  #later(source: SourceId, expected: number, urgency: Urgency, send: () => Promise<Answer>): Promise<Answer> {
    let sent: Promise<Answer> | undefined;
    const once = (): Promise<Answer> => (sent ??= send());
    const inLine = this.#asked.inTurn(expected, () =>
      this.#requests.run("back", source, async () => {
        if (!sent) await this.#unread.room();
        return once();
      }),
    );
    return Promise.race([inLine, urgency.raised.then(() => sent ?? this.#requests.run("front", source, once))]);
  }
}
