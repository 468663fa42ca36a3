import type { Body } from "../api/body.ts";
import { PageReader, type PageEnd } from "../api/pageReader.ts";
import type { SegmentQuestion } from "../api/segmentReader.ts";
import { Dictionary } from "../domain/dictionary.ts";
import { SpendError } from "../domain/errors.ts";
import type { Segment } from "../domain/segment.ts";

/** All rows of a window; the numbers in its columns are those of its own texts. */
export interface ReadWindow {
  readonly segments: readonly Segment[];
  readonly texts: readonly string[];
  readonly organization: string | null;
}

interface Open {
  readonly reader: PageReader;
  readonly dictionary: Dictionary;
}

/**
 * Windows whose pages are coming in, by the number the host gave them. Each has a dictionary of its own, so that one
 * that fails leaves nothing behind.
 */
export class Windows {
  readonly #open = new Map<number, Open>();

  get any(): boolean {
    return this.#open.size > 0;
  }

  begin(window: number, question: SegmentQuestion): void {
    const dictionary = new Dictionary();
    this.#open.set(window, { dictionary, reader: new PageReader(question, dictionary) });
  }

  page(window: number, body: Body): PageEnd {
    return this.#of(window).reader.add(body);
  }

  /** Ends a window that was read to its end. @param until as of `SegmentReader` */
  finish(window: number, until: number): ReadWindow {
    const open = this.#of(window);
    this.#open.delete(window);
    return { segments: open.reader.finish(until), texts: open.dictionary.texts(), organization: open.reader.organization };
  }

  drop(window: number): void {
    this.#open.delete(window);
  }

  #of(window: number): Open {
    const open = this.#open.get(window);
    if (!open) throw new SpendError("historyFailed", "The thread that keeps local history was started anew; the window is asked for again.");
    return open;
  }
}
