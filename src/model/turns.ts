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
  async request(window: UsageWindow, lane: Lane, send: () => Promise<Answer>): Promise<Answer> {
    const { source, width, days } = window;
    const kind = `${source} ${width}`;
    const length = days.to - days.from;
    const last = this.#lastAnswer.get(kind);
    const expected = last ? last.bytes * Math.max(1, length / last.days) : 0;
    const answer = await (lane === "front" ? this.#requests.run(lane, source, send) : this.#later(source, expected, send));
    this.#lastAnswer.set(kind, { bytes: bytesOf(answer.body), days: length });
    return answer;
  }

  #later(source: SourceId, expected: number, send: () => Promise<Answer>): Promise<Answer> {
    return this.#asked.inTurn(expected, () =>
      this.#requests.run("back", source, async () => {
        await this.#unread.room();
        return send();
      }),
    );
  }
}
