import type { Dictionary } from "../domain/dictionary.ts";
import type { Segment } from "../domain/segment.ts";
import { sourceSpec, type SourceId } from "../domain/sources.ts";
import { bodyBytes, type Body } from "./body.ts";
import { parseJson, Reader } from "./json.ts";
import { SegmentReader, type SegmentQuestion } from "./segmentReader.ts";
import { splitPage } from "./splitPage.ts";

/** One page as it came, its frame checked, its buckets not yet. */
export interface RawPage {
  readonly data: readonly unknown[];
  readonly next: string | null;
}

/** The same, its buckets parsed as they are taken. */
interface OpenPage {
  readonly buckets: Iterable<unknown>;
  readonly next: string | null;
}

/** The frame of a page of `source`. Throws `untrusted` where it does not hold. */
export function readPage(source: SourceId, body: Body): RawPage {
  const { buckets, next } = openPage(source, body);
  return { data: [...buckets], next };
}

function openPage(source: SourceId, body: Body): OpenPage {
  const { path } = sourceSpec(source);
  const read = new Reader(path);
  const { frame, elements } = splitPage(bodyBytes(body));
  const page = read.object(parseJson(new TextDecoder().decode(frame), path), "page");
  read.kind(page, "page", "page");
  const left = read.list(page["data"], "page.data");
  if (elements && (left.length !== 1 || left[0] !== null)) read.fail("page.data", "comes twice");
  if (typeof page["has_more"] !== "boolean") read.fail("page.has_more", "is missing");
  const cursor = read.text(page["next_page"], "page.next_page");
  // Costs may name a page past the last; an empty page is the end, whatever it says of more.
  const more = page["has_more"] === true && (elements ?? left).length > 0;
  if (more && (cursor === null || cursor === "")) read.fail("page.next_page", "is missing, though there is more");
  return { buckets: elements ? parsed(elements, path) : left, next: more ? cursor : null };
}

function* parsed(elements: readonly Buffer[], path: string): Generator {
  // Not with a decoder: a byte order mark is one of the whole page, and not of a part.
  for (const element of elements) yield parseJson(element.toString("utf8"), path);
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
    const { buckets, next } = openPage(this.#source, body);
    this.#reader.addBuckets(buckets);
    return { next };
  }

  /** @param until as of `SegmentReader` */
  finish(until?: number): readonly Segment[] {
    return this.#reader.finish(until);
  }

  /** `organization_id` of the first row that names one. */
  get organization(): string | null {
    return this.#reader.organization;
  }
}
