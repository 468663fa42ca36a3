import { failure } from "./failure.ts";
import type { Answer } from "./failure.ts";
import type { WireList } from "./wireNames.ts";

const usualLimit = 20;

/** One page of a list, after the item named by `after`. */
export function listPage(items: readonly { readonly id: string }[], parameters: URLSearchParams): Answer {
  const after = parameters.get("after");
  const ordered = parameters.get("order") === "desc" ? [...items].reverse() : items;
  const before = after === null ? -1 : ordered.findIndex((item) => item.id === after);
  if (after !== null && before < 0) return failure(400, `No item with id '${after}' in this list.`, "after", "invalid_cursor");
  const limit = Number(parameters.get("limit") ?? usualLimit);
  const data = ordered.slice(before + 1, before + 1 + limit);
  const list: WireList<{ readonly id: string }> = {
    object: "list",
    data,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
    has_more: before + 1 + data.length < ordered.length,
  };
  return { status: 200, body: list };
}
