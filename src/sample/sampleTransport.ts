import type { Transport, TransportResponse } from "../api/transport.ts";
import { answerer } from "./answer.ts";
import type { Answerer } from "./answer.ts";
import { secondsPerHour } from "./calendar.ts";
import { createSampleOrganization, sampleSeed } from "./sampleOrganization.ts";

/** The sample organization behind the interface of the real API: no network, no key. `now` gives milliseconds, as `Date.now` does. */
export function createSampleTransport(now: () => number): Transport {
  let hour = Number.NaN;
  let answer: Answerer | undefined;
  const current = (seconds: number): Answerer => {
    const thisHour = Math.floor(seconds / secondsPerHour);
    if (answer === undefined || thisHour !== hour) {
      hour = thisHour;
      answer = answerer(createSampleOrganization(sampleSeed, seconds));
    }
    return answer;
  };
  return {
    async get({ url, signal }): Promise<TransportResponse> {
      // A real request never answers in the same turn; nor does this one.
      await Promise.resolve();
      signal.throwIfAborted();
      const seconds = Math.floor(now() / 1000);
      const { status, body } = current(seconds)(url, seconds);
      const headers: Readonly<Record<string, string>> = { "content-type": "application/json", "openai-organization": "sample" };
      return {
        status,
        url: url.href,
        header: (name) => headers[name.toLowerCase()] ?? null,
        text: () => Promise.resolve(JSON.stringify(body)),
      };
    },
  };
}
