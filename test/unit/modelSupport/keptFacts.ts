import type { FactStore } from "../../../src/model/facts.ts";

/** Facts of an organization that is not kept anywhere. */
export function keptFacts(): FactStore {
  const facts = new Map<string, string>();
  return { fact: (name) => facts.get(name), setFact: (name, json) => void facts.set(name, json) };
}
