import type { HistorySize } from "../worker/calls.ts";
import { keptText } from "./keptText.ts";

/** What a person is asked before local history is deleted. */
export interface ClearQuestion {
  /** Paragraphs below the question. */
  readonly detail: string;
  /** Whether the organization shown, and whether all that is kept, can be deleted. */
  readonly one: boolean;
  readonly all: boolean;
}

/**
 * Undefined where there is nothing to delete.
 *
 * @param own of the organization shown, where there is one, and `whose` it is
 */
export function clearQuestion(all: HistorySize, own: HistorySize | undefined, whose: string): ClearQuestion | undefined {
  const { organizations, setAside } = all;
  if (organizations === 0 && setAside.length === 0) return undefined;
  const more = own === undefined || organizations > 1;
  const detail = [
    ...(own ? [`${whose}: ${keptText({ ...own, bytes: all.bytes })}.`] : []),
    ...(more ? [`All ${String(organizations)} organizations: ${keptText(all)}.`] : []),
    ...(setAside.length > 0 ? [`Set aside as they could not be read, and deleted with all organizations only, since they may hold rows of any: ${setAside.join(", ")}.`] : []),
    "Rows and names are deleted from this machine, for all windows, and then fetched again from the API: what is looked at first, the rest of the year in the background. The admin key and the settings stay.",
  ].join("\n\n");
  return { detail, one: own !== undefined, all: more || setAside.length > 0 };
}
