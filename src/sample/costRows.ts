import { wireAmount } from "./decimalText.ts";
import type { DayTotals } from "./dayTotals.ts";
import { group } from "./grouping.ts";
import type { Group } from "./grouping.ts";
import { hashText, mix } from "./hash.ts";
import type { Organization } from "./organization.ts";
import { billedUnits, quantities } from "./price.ts";
import type { Price } from "./price.ts";
import type { Query } from "./query.ts";
import type { Stream } from "./stream.ts";
import type { WireCost } from "./wireTypes.ts";

/** The cost rows of one UTC day. */
export type CostRows = (day: number, now: number) => readonly WireCost[];

interface Billing {
  readonly stream: Stream;
  readonly index: number;
  readonly price: Price;
}

function* billings(organization: Organization): Generator<Billing> {
  for (const [index, stream] of organization.streams.entries()) {
    for (const price of stream.prices) yield { stream, index, price };
  }
}

/** One day in this many, a group's row comes in two pieces with the same dimensions. */
export const splitOneIn = 23;

function textOrNull(value: string | boolean | null | undefined): string | null {
  return typeof value === "string" ? value : null;
}

function sourceOrNull(value: string | boolean | null | undefined): WireCost["api_source"] {
  return value === "agents_api" || value === "unlabeled" ? value : null;
}

function row(organization: Organization, of: Group, amount: bigint, units: number, price: Price | null, variety: number): WireCost {
  return {
    object: "organization.costs.result",
    amount: { value: wireAmount(amount, variety), currency: "usd" },
    line_item: textOrNull(of.values.line_item),
    project_id: textOrNull(of.values.project_id),
    api_key_id: textOrNull(of.values.api_key_id),
    user_id: textOrNull(of.values.user_id),
    quantity: price === null ? null : units * price.perUnit,
    quantity_unit: price === null ? null : price.unit,
    api_source: sourceOrNull(of.values.api_source),
    organization_id: organization.id,
  };
}

export function costRows(organization: Organization, totals: DayTotals, query: Query): CostRows {
  const { groups, members } = group(
    query,
    billings(organization),
    (each) => each.stream,
    (each) => each.price,
  );
  const identities = groups.map((each) => hashText(each.identity));
  const prices: (Price | null)[] = groups.map(() => null);
  // A quantity has a meaning only within one line item: the API sends it only when grouped by that.
  if (query.groupBy.includes("line_item")) for (const member of members) prices[member.group] = member.of.price;
  return (day, now) => {
    const sums = totals(day, now);
    const amounts = new Array<bigint>(groups.length).fill(0n);
    const units = new Float64Array(groups.length);
    for (const { of, group: place } of members) {
      if ((sums[of.index * quantities] ?? 0) === 0) continue;
      const billed = billedUnits(of.price.billed, sums, of.index * quantities);
      if (billed === 0) continue;
      amounts[place] = (amounts[place] ?? 0n) + BigInt(billed) * of.price.scaledUsd;
      units[place] = (units[place] ?? 0) + billed;
    }
    return groups.flatMap((each, place): readonly WireCost[] => {
      const amount = amounts[place] ?? 0n;
      const count = units[place] ?? 0;
      if (count === 0) return [];
      const variety = mix(identities[place] ?? 0, day);
      const price = prices[place] ?? null;
      if ((variety >>> 8) % splitOneIn !== 0 || count < 2) return [row(organization, each, amount, count, price, variety)];
      const first = Math.max(1, Math.floor((count * (1 + (variety % 7))) / 8));
      const part = (amount * BigInt(first)) / BigInt(count);
      return [
        row(organization, each, part, first, price, variety),
        row(organization, each, amount - part, count - first, price, variety >>> 4),
      ];
    });
  };
}
