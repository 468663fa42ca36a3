import type { Breakdown, Group } from "../../src/domain/aggregate.ts";
import type { Decimal } from "../../src/domain/decimal.ts";
import type { Dimension } from "../../src/domain/dimensions.ts";
import { shareOf } from "../../src/domain/money.ts";
import { displayName, isArchived, type Names } from "../../src/domain/names.ts";
import type { PageRows } from "../../src/shared/protocol.ts";

/** One row of the breakdown: a group with its name and its share. */
export interface Subject {
  /** The API's own value; `null` where rows are not attributed, or not grouped at all. */
  readonly value: string | null;
  readonly name: string;
  /** The id behind a name, where the two differ: names may repeat, ids do not. */
  readonly id: string | null;
  readonly archived: boolean;
  readonly unattributed: boolean;
  readonly total: Decimal | undefined;
  readonly share: number | undefined;
  readonly group: Group;
}

export const everything = "All";

export function subjectsOf(breakdown: Breakdown, groupBy: Dimension | "none", rows: PageRows, names: Names): readonly Subject[] {
  return breakdown.groups.map((group) => {
    const share = group.total && breakdown.total ? shareOf(group.total, breakdown.total) : undefined;
    const rest = { total: group.total, share, group };
    if (groupBy === "none") return { value: null, name: everything, id: null, archived: false, unattributed: false, ...rest };
    const value = group.id === 0 ? null : (rows.texts[group.id - 1] ?? null);
    const name = displayName(groupBy, value, names);
    return {
      value,
      name,
      id: value !== null && value !== name && groupBy.endsWith("_id") ? value : null,
      archived: isArchived(groupBy, value, names),
      unattributed: value === null,
      ...rest,
    };
  });
}
