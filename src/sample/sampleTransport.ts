import { bodyOf, type Body } from "../api/body.ts";
import type { Transport, TransportResponse } from "../api/transport.ts";
import { answerer } from "./answer.ts";
import type { Answerer } from "./answer.ts";
import { secondsPerHour } from "./calendar.ts";
import { createSampleOrganization, sampleSeed } from "./sampleOrganization.ts";

/** Answers a request as of a moment (Unix milliseconds). */
export type SampleAnswers = (url: URL, now: number) => Promise<{ readonly status: number; readonly body: Body }>;

/** The sample organization's answers, made up in this thread; the organization moves on with the hour. */
export function sampleAnswers(): SampleAnswers {
  let hour = Number.NaN;
  let answer: Answerer | undefined;
  return async (url, now) => {
    // A real request never answers in the same turn; nor does this one.
    await Promise.resolve();
    const seconds = Math.floor(now / 1000);
    const thisHour = Math.floor(seconds / secondsPerHour);
    if (answer === undefined || thisHour !== hour) {
      hour = thisHour;
      answer = answerer(createSampleOrganization(sampleSeed, seconds));
    }
    const { status, body } = answer(url, seconds);
    return { status, body: bodyOf(JSON.stringify(body)) };
  };
}

/** The sample organization behind the interface of the real API: no network, no key. `now` gives milliseconds, as `Date.now` does. */
export function createSampleTransport(now: () => number, answers: SampleAnswers = sampleAnswers()): Transport {
  return {
    async get({ url, signal }): Promise<TransportResponse> {
      const { status, body } = await answers(url, now());
      signal.throwIfAborted();
      const headers: Readonly<Record<string, string>> = { "content-type": "application/json", "openai-organization": "sample" };
      return {
        status,
        url: url.href,
        header: (name) => headers[name.toLowerCase()] ?? null,
        body: () => Promise.resolve(body),
      };
    },
  };
}
