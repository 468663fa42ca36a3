import { mix, unit } from "../../src/sample/hash.ts";
import { behaviourOf } from "./behaviours.ts";
import type { Behaviour, Misbehave } from "./behaviours.ts";
import type { RecordedRequest } from "./exchange.ts";

/** Which requests a rule is for. Everything that is said must hold. */
export interface When {
  /** `costs`, `usage/completions`, … or a pattern over it. */
  readonly endpoint?: string | RegExp;
  /** The how-manieth request that fits the endpoint, from 1: one of them, or all from one on. */
  readonly nth?: number | { readonly from: number };
  /** At most this often. */
  readonly times?: number;
  /** Which part of the requests, chosen by a seeded hash of their number: the same in every run. */
  readonly probability?: number;
  readonly seed?: number;
}

export interface RuleHandle {
  /** How often the rule has been applied. */
  readonly applied: number;
  remove(): void;
}

interface Rule {
  readonly when: When;
  readonly misbehave: Misbehave;
  seen: number;
  applied: number;
}

function fitsEndpoint(when: When, endpoint: string): boolean {
  if (when.endpoint === undefined) return true;
  return typeof when.endpoint === "string" ? when.endpoint === endpoint : when.endpoint.test(endpoint);
}

function isDue({ when, seen, applied }: Rule): boolean {
  if (typeof when.nth === "number" && seen !== when.nth) return false;
  if (typeof when.nth === "object" && seen < when.nth.from) return false;
  if (when.times !== undefined && applied >= when.times) return false;
  return when.probability === undefined || unit(mix(when.seed ?? 1, seen)) < when.probability;
}

/** The server's table of misbehaviour. */
export class RuleList {
  readonly #rules: Rule[] = [];

  add(behaviour: Behaviour, when: When): RuleHandle {
    const rule: Rule = { when, misbehave: behaviourOf(behaviour), seen: 0, applied: 0 };
    this.#rules.unshift(rule);
    return {
      get applied() {
        return rule.applied;
      },
      remove: () => {
        const at = this.#rules.indexOf(rule);
        if (at >= 0) this.#rules.splice(at, 1);
      },
    };
  }

  /** What is due for a request, newest rule first. Every rule counts every request that fits its endpoint. */
  matching(request: RecordedRequest): readonly Misbehave[] {
    const due: Misbehave[] = [];
    for (const rule of this.#rules) {
      if (!fitsEndpoint(rule.when, request.endpoint)) continue;
      rule.seen++;
      if (!isDue(rule)) continue;
      due.push(async (exchange) => {
        // Counted before it is done: requests come side by side, and `times` must hold all the same.
        rule.applied++;
        const done = await rule.misbehave(exchange);
        if (!done) rule.applied--;
        return done;
      });
    }
    return due;
  }
}
