import type { Named } from "../domain/names.ts";
import { bodyText } from "./body.ts";
import { parseJson, Reader, type JsonObject } from "./json.ts";
import type { Sender } from "./sender.ts";

/** 200,000 names; a list that is longer does not end, whatever its cursors say. */
const mostPages = 2_000;

/** The endpoints that give names to ids. They need the scope `api.management.read`, which a usage key may lack. */
export class Directory {
  readonly #sender: Sender;

  constructor(sender: Sender) {
    this.#sender = sender;
  }

  /** All projects, archived ones included, since old costs still name them. */
  async projects(signal: AbortSignal): Promise<readonly Named[]> {
    const items = await this.#list("organization/projects", [["include_archived", "true"]], signal);
    return items.map(({ item, id, name }) => ({ id, name, archived: item["status"] === "archived" || typeof item["archived_at"] === "number" }));
  }

  /** A user without a name is known by address. */
  async users(signal: AbortSignal): Promise<readonly Named[]> {
    const items = await this.#list("organization/users", [], signal);
    return items.map(({ item, id, name }) => ({ id, name: name !== "" ? name : typeof item["email"] === "string" ? item["email"] : "" }));
  }

  /** Keys of one project; without `owner_project_access` the API may leave out keys of owners who left. */
  async projectKeys(project: string, signal: AbortSignal): Promise<readonly Named[]> {
    const path = `organization/projects/${encodeURIComponent(project)}/api_keys`;
    const items = await this.#list(path, [["owner_project_access", "any"]], signal);
    return items.map(({ id, name }) => ({ id, name }));
  }

  /** One request for one item: whether the key may read this list at all. Throws the reason where it may not. */
  async probe(list: "projects" | "users", signal: AbortSignal): Promise<void> {
    await this.#page(`organization/${list}`, [["limit", "1"]], signal);
  }

  async #list(path: string, pairs: readonly (readonly [string, string])[], signal: AbortSignal): Promise<readonly Item[]> {
    const items: Item[] = [];
    const seen = new Set<string>();
    let after: readonly (readonly [string, string])[] = [];
    for (;;) {
      const page = await this.#page(path, [...pairs, ["limit", "100"], ...after], signal);
      items.push(...page.items);
      if (page.next === null) return items;
      if (seen.size >= mostPages) new Reader(path).fail("has_more", "does not end");
      if (seen.has(page.next)) new Reader(path).fail("last_id", "comes again");
      seen.add(page.next);
      after = [["after", page.next]];
    }
  }

  async #page(path: string, pairs: readonly (readonly [string, string])[], signal: AbortSignal): Promise<{ items: readonly Item[]; next: string | null }> {
    const read = new Reader(path);
    const page = read.object(parseJson(bodyText((await this.#sender.send(path, pairs, signal)).body), path), "list");
    read.kind(page, "list", "list");
    const items = read.list(page["data"], "list.data").map((value, index): Item => {
      const item = read.object(value, `data[${String(index)}]`);
      const id = read.text(item["id"], `data[${String(index)}].id`);
      if (id === null || id === "") return read.fail(`data[${String(index)}].id`, "is missing");
      return { item, id, name: read.text(item["name"], `data[${String(index)}].name`) ?? "" };
    });
    // `last_id` may be absent or empty; the last item's own id is the same cursor.
    const named = read.text(page["last_id"], "list.last_id");
    const last = named === null || named === "" ? (items.at(-1)?.id ?? null) : named;
    return { items, next: page["has_more"] === true && items.length > 0 ? last : null };
  }
}

interface Item {
  readonly item: JsonObject;
  readonly id: string;
  readonly name: string;
}
