import type { Dictionary } from "../domain/dictionary.ts";
import type { Segment } from "../domain/segment.ts";
import { sourceSpec, type SourceId } from "../domain/sources.ts";
import { bodyText, type Body } from "./body.ts";
import { parseJson, Reader } from "./json.ts";
import { SegmentReader, type SegmentQuestion } from "./segmentReader.ts";

/** One page as it came, its frame checked, its buckets not yet. */
export interface RawPage {
  readonly data: readonly unknown[];
  readonly next: string | null;
}

/** The frame of a page of `source`. Throws `untrusted` where it does not hold. */
export function readPage(source: SourceId, body: Body): RawPage {
  const { path } = sourceSpec(source);
  const read = new Reader(path);
  const page = read.object(parseJson(bodyText(body), path), "page");
  read.kind(page, "page", "page");
  const data = read.list(page["data"], "page.data");
  if (typeof page["has_more"] !== "boolean") read.fail("page.has_more", "is missing");
  const cursor = read.text(page["next_page"], "page.next_page");
  // Costs may name a page past the last; an empty page is the end, whatever it says of more.
  const more = page["has_more"] === true && data.length > 0;
  if (more && (cursor === null || cursor === "")) read.fail("page.next_page", "is missing, though there is more");
  return { data, next: more ? cursor : null };
}

/** What is left to say of a page once its rows are taken. */
export interface PageEnd {
  /** Cursor of the next page; null after the last. */
  readonly next: string | null;
}

/** The pages of one window, in order, as segments. The heavy half of a fetch: bytes in, columns out. */
export class PageReader {
  readonly #source: SourceId;
  readonly #reader: SegmentReader;

  constructor(question: SegmentQuestion, dictionary: Dictionary) {
    this.#source = question.source;
    this.#reader = new SegmentReader(question, dictionary);
  }

  add(body: Body): PageEnd {
    const page = readPage(this.#source, body);
    this.#reader.addBuckets(page.data);
    return { next: page.next };
  }

  finish(): readonly Segment[] {
    return this.#reader.finish();
  }

  /** `organization_id` of the first row that carries one. */
  get organization(): string | null {
    return this.#reader.organization;
  }
}
