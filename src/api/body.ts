/**
 * The bytes of an answer, in blocks that can be handed to another thread without being copied. A month of a large
 * organization is one answer of many megabytes: it is decoded and parsed where nobody waits for it.
 */
export type Body = readonly ArrayBuffer[];

/** Chunks come by the ten thousand; blocks of this size (bytes) are few enough to be moved in one message. */
const blockSize = 1 << 20;
/** No honest page is larger (bytes); an answer that does not end must not fill the memory. */
export const mostBytes = 1 << 29;

/** From this size on (bytes) a chunk is a block as it is, where all of its memory is its own. */
const ownSize = 1 << 14;

/**
 * Gathers the chunks of a `fetch` body, which are the reader's for good (Streams standard, ReadableByteStreamControllerEnqueue: what is
 * enqueued is transferred). Large ones are not copied: memory beside the heap, asked for again and again, makes V8 collect the whole heap,
 * which holds every extension up.
 */
export class BodyCollector {
  readonly #full: ArrayBuffer[] = [];
  #block = new Uint8Array(0);
  #used = 0;
  #bytes = 0;

  /** @returns false where the answer is longer than any honest one */
  add(chunk: Uint8Array): boolean {
    this.#bytes += chunk.byteLength;
    if (this.#bytes > mostBytes) return false;
    if (chunk.byteLength >= ownSize && ownsMemory(chunk)) {
      this.#close();
      this.#full.push(chunk.buffer);
      return true;
    }
    for (let taken = 0; taken < chunk.byteLength; ) {
      if (this.#used === this.#block.byteLength) this.#next(chunk.byteLength - taken);
      const part = chunk.subarray(taken, taken + this.#block.byteLength - this.#used);
      this.#block.set(part, this.#used);
      this.#used += part.byteLength;
      taken += part.byteLength;
    }
    return true;
  }

  finish(): Body {
    this.#close();
    return this.#full;
  }

  /** Small answers get a block of their size, long ones full blocks. */
  #next(least: number): void {
    const size = Math.min(blockSize, Math.max(least, 2 * this.#block.byteLength, 4_096));
    this.#close();
    this.#block = new Uint8Array(size);
  }

  /** Makes what is in the block under way a block of its own. */
  #close(): void {
    if (this.#used > 0) this.#full.push(this.#used === this.#block.byteLength ? this.#block.buffer : this.#block.buffer.slice(0, this.#used));
    this.#block = new Uint8Array(0);
    this.#used = 0;
  }
}

/** A view of a part of some memory must be copied: the rest of it is somebody else's. */
function ownsMemory(chunk: Uint8Array): chunk is Uint8Array<ArrayBuffer> {
  return chunk.buffer instanceof ArrayBuffer && chunk.byteLength === chunk.buffer.byteLength;
}

/** Its length, while it is here: handed to another thread, it has none. */
export function bytesOf(body: Body): number {
  return body.reduce((sum, block) => sum + block.byteLength, 0);
}

export function bodyOf(text: string): Body {
  return [new TextEncoder().encode(text).buffer];
}

/** The text of UTF-8 bytes; what is no UTF-8 becomes the replacement character, as in any browser. */
export function bodyText(body: Body): string {
  return new TextDecoder().decode(bodyBytes(body));
}

/** All bytes in one piece. */
export function bodyBytes(body: Body): Buffer {
  const [only, second] = body;
  return only && !second ? Buffer.from(only) : Buffer.concat(body.map((block) => new Uint8Array(block)));
}

/** Whether it begins as a web page does, which no answer of the API does. */
export function looksLikeHtml(body: Body): boolean {
  return /^\s*</.test(bodyText([(body[0] ?? new ArrayBuffer(0)).slice(0, 256)]));
}
