import { spoil } from "./bodies.ts";
import type { Makers } from "./behaviours.ts";

/** Trouble with what leads from page to page. */
export interface CursorTrouble {
  /** `has_more: true` without a cursor. */
  readonly noCursor: object;
  /** `has_more: true`, and the same cursor again and again. */
  readonly repeatedCursor: object;
  /** The third page's cursor is the first page's again. */
  readonly cursorLoop: object;
  /** Every page says that there is more, each time with a new cursor, and holds the first page's data. */
  readonly endlessPages: object;
  /** The last page of data says that there is more; what follows is empty. */
  readonly emptyLastPage: object;
}

function withoutCursor(url: URL): URL {
  const plain = new URL(url);
  plain.searchParams.delete("page");
  plain.searchParams.delete("after");
  return plain;
}

function text(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

const invented = "page_AAAAAGdGxdEiJdKOAAAAAGcqsYA=";
const emptyPageCursor = "page_AAAAAEVtcHR5AAAAAAAAAAAAAAA=";

export const cursorTrouble: Makers<CursorTrouble> = {
  noCursor: () => (exchange) => spoil(exchange, (body) => ({ ...body, has_more: true, next_page: null, last_id: null })),
  repeatedCursor: () => (exchange) =>
    spoil(
      exchange,
      (body) => ({ ...body, has_more: true, next_page: exchange.url.searchParams.get("page") ?? text(body["next_page"]) ?? invented }),
      withoutCursor(exchange.url),
    ),
  cursorLoop: () => {
    const given: string[] = [];
    return (exchange) => {
      const sent = exchange.url.searchParams.get("page");
      return spoil(
        exchange,
        (body) => {
          const place = sent === null ? -1 : given.indexOf(sent);
          const next = place >= 1 ? (given[0] ?? invented) : `page_${Buffer.from(`loop ${String(place)} 0123456789`).toString("base64")}`;
          if (!given.includes(next)) given.push(next);
          return { ...body, has_more: true, next_page: next };
        },
        withoutCursor(exchange.url),
      );
    };
  },
  endlessPages: () => {
    let pages = 0;
    return (exchange) =>
      spoil(
        exchange,
        (body) => ({
          ...body,
          has_more: true,
          next_page: `page_${Buffer.from(`endless ${String(++pages).padStart(12, "0")}`).toString("base64")}`,
        }),
        withoutCursor(exchange.url),
      );
  },
  emptyLastPage: () => (exchange) => {
    if (exchange.url.searchParams.get("page") === emptyPageCursor) {
      return spoil(exchange, () => ({ object: "page", data: [], has_more: false, next_page: null }), withoutCursor(exchange.url));
    }
    return spoil(exchange, (body) => (body["has_more"] === true ? body : { ...body, has_more: true, next_page: emptyPageCursor }));
  },
};
