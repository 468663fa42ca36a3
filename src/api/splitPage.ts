/**
 * A page's bytes taken apart, so that its buckets can be parsed one after the other. A month of a large organization is
 * megabytes of text; parsed in one go it is tens of megabytes of objects, all alive at the same time, and to clean up
 * after them takes longer than to parse them.
 */
export interface SplitPage {
  /** The page with `[null]` in place of its `data`, or all of it where nothing was taken out. */
  readonly frame: Buffer;
  /** What stood between the commas of `data`; undefined where no such list was found. */
  readonly elements: readonly Buffer[] | undefined;
}

const placeholder = Buffer.from("null");
const [quote, backslash, comma, colon, openList, closeList, openObject, closeObject] = [0x22, 0x5c, 0x2c, 0x3a, 0x5b, 0x5d, 0x7b, 0x7d];
const dataKey = Buffer.from('"data"');
/**
 * What stands between two buckets as the API writes them: found many times as quickly as byte by byte. No text can hold
 * it, since there a quote has a backslash before it. Should it ever stand elsewhere, inside of a bucket or after what is
 * no bucket, then a piece is no JSON, and the answer is refused.
 */
const betweenBuckets = Buffer.from('},{"object":"bucket",');
const blanks: ReadonlySet<number | undefined> = new Set([0x20, 0x09, 0x0a, 0x0d]);

/**
 * Only looks for where things begin and end: whether each piece is JSON is for its parser to say. Since all that is not
 * in `frame` is in `elements`, but for the commas in between, what is broken anywhere is broken in one of the pieces.
 */
export function splitPage(page: Buffer): SplitPage {
  const from = startOfData(page);
  const commas = from === undefined ? undefined : commasFrom(page, from);
  const to = commas?.pop();
  if (from === undefined || commas === undefined || to === undefined) return { frame: page, elements: undefined };
  const starts = [from, ...commas.map((at) => at + 1)];
  const elements = starts.map((start, index) => page.subarray(start, commas[index] ?? to));
  const none = elements.length === 1 && elements[0]?.every((byte) => blanks.has(byte));
  return { frame: Buffer.concat([page.subarray(0, from), placeholder, page.subarray(to)]), elements: none === true ? [] : elements };
}

/** Behind the bracket that opens the page's own `data`; undefined where there is none. */
function startOfData(page: Buffer): number | undefined {
  let depth = 0;
  for (let at = 0; at < page.length; at += 1) {
    const byte = page[at];
    if (byte === openObject || byte === openList) depth += 1;
    else if (byte === closeObject || byte === closeList) depth -= 1;
    else if (byte === quote) {
      const end = endOfText(page, at);
      const list = depth === 1 && isDataKey(page, at, end) ? startOfList(page, end + 1) : undefined;
      if (list !== undefined) return list;
      at = end;
    }
  }
  return undefined;
}

/** Where the commas of the list are that begins at `from`, and then its end; undefined where it does not end as a list. */
function commasFrom(page: Buffer, from: number): number[] | undefined {
  const found: number[] = [];
  let depth = 0;
  let more = true; // what is not found from here on is not found later either: each search reads to the end of the page
  for (let at = from; at < page.length; at += 1) {
    const byte = page[at];
    if (byte === quote) at = endOfText(page, at);
    else if (byte === openObject || byte === openList) {
      const next: number = depth === 0 && more ? page.indexOf(betweenBuckets, at) : -1;
      if (depth === 0) more = next >= 0;
      if (next < 0) depth += 1;
      else found.push((at = next + 1));
    } else if (byte === closeObject || byte === closeList) {
      if (depth === 0) return byte === closeList ? [...found, at] : undefined;
      depth -= 1;
    } else if (byte === comma && depth === 0) found.push(at);
  }
  return undefined;
}

/** The quote that ends the text whose first quote is at `start`. */
function endOfText(page: Buffer, start: number): number {
  let at = start + 1;
  for (; at < page.length && page[at] !== quote; at += 1) if (page[at] === backslash) at += 1;
  return at;
}

function isDataKey(page: Buffer, start: number, end: number): boolean {
  return end - start + 1 === dataKey.length && dataKey.every((byte, index) => page[start + index] === byte);
}

/** Behind the bracket of a list that is the value of the key before `at`. */
function startOfList(page: Buffer, at: number): number | undefined {
  const separator = afterBlanks(page, at);
  if (page[separator] !== colon) return undefined;
  const bracket = afterBlanks(page, separator + 1);
  return page[bracket] === openList ? bracket + 1 : undefined;
}

function afterBlanks(page: Buffer, start: number): number {
  let at = start;
  while (blanks.has(page[at])) at += 1;
  return at;
}
