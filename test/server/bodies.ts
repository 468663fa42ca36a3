import type { Answer } from "../../src/sample/failure.ts";
import { jsonHeaders } from "./exchange.ts";
import type { Exchange } from "./exchange.ts";

/** A right answer's body, to be spoilt. */
export interface JsonObject {
  [field: string]: unknown;
}

/** The page itself, its buckets (or a list's items), or all rows. */
export type Part = "page" | "bucket" | "row";

function objects(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter((each): each is JsonObject => typeof each === "object" && each !== null) : [];
}

export function partsOf(body: JsonObject, part: Part): readonly JsonObject[] {
  if (part === "page") return [body];
  const buckets = objects(body["data"]);
  return part === "bucket" ? buckets : buckets.flatMap((bucket) => objects(bucket["results"]));
}

/** A copy, through JSON: a change never reaches what the generator keeps. */
function bodyOf(answer: Answer): JsonObject {
  return JSON.parse(JSON.stringify(answer.body)) as JsonObject; // an answer's body is an object
}

/** Sends the right answer (to `url`, if given) after a change; where it is an error it is left to be sent as it is. */
export function spoil(
  exchange: Exchange,
  change: (body: JsonObject) => unknown,
  url?: URL,
  finish: (text: string) => string = (text) => text,
): boolean {
  const answer = exchange.answer(url);
  if (answer.status !== 200) return false;
  sendRaw(exchange, finish(JSON.stringify(change(bodyOf(answer)))));
  return true;
}

function sendRaw(exchange: Exchange, text: string): void {
  exchange.response.writeHead(200, { ...jsonHeaders, "content-length": String(Buffer.byteLength(text)) });
  exchange.response.end(text);
}
