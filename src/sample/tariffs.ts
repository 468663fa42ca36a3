import { price } from "./price.ts";
import type { Price } from "./price.ts";

/**
 * What the sample organization pays. Invented to look like a price list: the product itself has no price table, and what the sample
 * bills says nothing about what OpenAI bills.
 */

/** Dollars for a million tokens: text input, cached input, text output. */
const textModels: Readonly<Record<string, readonly [input: number, cached: number, output: number]>> = {
  "gpt-4o-2024-08-06": [2.5, 1.25, 10],
  "gpt-4o-mini-2024-07-18": [0.15, 0.075, 0.6],
  "gpt-4.1-2025-04-14": [2, 0.5, 8],
  "gpt-4.1-mini-2025-04-14": [0.4, 0.1, 1.6],
  "gpt-5-2025-08-07": [1.25, 0.125, 10],
  "gpt-5-mini-2025-08-07": [0.25, 0.025, 2],
  "o3-2025-04-16": [2, 0.5, 8],
  "gpt-4o-realtime-preview-2025-06-03": [5, 2.5, 20],
  "fine-tuned": [0.8, 0.2, 3.2],
};

function textPrices(model: string): readonly [number, number, number] {
  return textModels[model] ?? textModels["fine-tuned"] ?? [1, 0.1, 4];
}

/** Line items of a completions stream. Batch and flex jobs cost half, and are billed apart. */
export function completionPrices(model: string, tier: "" | "batch " | "flex ", cached: boolean, audio: boolean): readonly Price[] {
  const [input, cachedInput, output] = textPrices(model);
  const factor = tier === "" ? 1 : 0.5;
  const line = (what: string): string => `${model}, ${tier}${what}`;
  return [
    price(line("input"), "freshInput", input * factor),
    ...(cached ? [price(line("cached input"), "cachedInput", cachedInput * factor)] : []),
    price(line("output"), "textOutput", output * factor),
    ...(audio ? [price(line("audio input"), "audioInput", input * 8), price(line("audio output"), "audioOutput", output * 4)] : []),
  ];
}

export const embeddingPrices: Readonly<Record<string, readonly Price[]>> = {
  "text-embedding-3-small": [price("text-embedding-3-small, input", "input", 0.02)],
  "text-embedding-3-large": [price("text-embedding-3-large, input", "input", 0.13)],
};

export const imagePrices: Readonly<Record<string, readonly Price[]>> = {
  "gpt-image-1": [price("gpt-image-1, image output", "input", 42_000, "images")],
  "dall-e-3": [price("dall-e-3, 1024x1792", "input", 80_000, "images")],
};

export const speechPrices: readonly Price[] = [price("tts-1, characters", "input", 15, "characters")];

export const transcriptionPrices: Readonly<Record<string, readonly Price[]>> = {
  "whisper-1": [price("whisper-1, audio", "input", 100, "duration_seconds")],
  "gpt-4o-transcribe": [price("gpt-4o-transcribe, audio", "input", 100, "duration_minutes", 1 / 60)],
};

const gibibyte = 2 ** 30;

/** Counted in byte-hours, billed in gibibyte-hours. */
export const vectorStorePrices: readonly Price[] = [price("vector store storage", "input", 0.000_004, "gibibyte_hours", 1 / gibibyte)];

// No unit that the API documents applies to these: it sends null.
export const webSearchPrices: readonly Price[] = [price("web search tool calls", "requests", 10_000, null)];
export const fileSearchPrices: readonly Price[] = [price("file search tool calls", "requests", 2_500, null)];
export const codeInterpreterPrices: readonly Price[] = [price("code interpreter sessions", "requests", 30_000, null)];

/** Billed without any usage row: costs and usage of the real API do not reconcile either. */
export function trainingPrices(baseModel: string): readonly Price[] {
  return [price(`${baseModel}, training`, "input", 5)];
}
