import type { ServerResponse } from "node:http";
import { answerer } from "../../src/sample/answer.ts";
import type { Answerer } from "../../src/sample/answer.ts";
import type { PageRules } from "../../src/sample/buckets.ts";
import type { Answer } from "../../src/sample/failure.ts";
import type { Organization } from "../../src/sample/organization.ts";
import { jsonHeaders } from "./exchange.ts";

/** Answerers by whose organization it is, made again every hour: who exists depends on the time. */
export function hourly(rules: PageRules): (organization: (now: number) => Organization, now: number) => Answerer {
  const kept = new Map<unknown, { readonly hour: number; readonly answer: Answerer }>();
  return (organization, now) => {
    const hour = Math.floor(now / 3600);
    const known = kept.get(organization);
    if (known?.hour === hour) return known.answer;
    const answer = answerer(organization(now), rules);
    kept.set(organization, { hour, answer });
    return answer;
  };
}

/** Sends an answer as a well-behaved server does. */
export function sendAnswer(response: ServerResponse, answer: Answer, headers: Readonly<Record<string, string>> = {}): void {
  if (response.destroyed || response.headersSent) return;
  const text = JSON.stringify(answer.body);
  response.writeHead(answer.status, {
    ...jsonHeaders,
    "content-length": String(Buffer.byteLength(text)),
    "openai-organization": "brightwater",
    "openai-version": "2020-10-01",
    ...headers,
  });
  response.end(text);
}
