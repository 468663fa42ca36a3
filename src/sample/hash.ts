/**
 * Integer hashing for the sample organization: the same inputs give the same number on every machine, in any order of asking.
 * (A seeded sequence would make each value depend on what was asked before it.)
 */

/** Mixes two 32-bit integers into one (murmur3's finaliser). */
export function mix(a: number, b: number): number {
  let h = (a + Math.imul(b, 0x9e3779b1)) | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Hashes text (FNV-1a, then mixed with the seed). */
export function hashText(text: string, seed = 0): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  }
  return mix(h >>> 0, seed);
}

/** A hash as a number in [0, 1). */
export function unit(hash: number): number {
  return hash / 0x1_0000_0000;
}

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** An id as the API makes them: a prefix and random letters and digits, derived from `text`. */
export function sampleId(prefix: string, text: string, seed: number, length = 24): string {
  let id = prefix;
  let h = hashText(`${prefix}${text}`, seed);
  for (let i = 0; i < length; i++) {
    h = mix(h, i + 1);
    id += alphabet.charAt(h % alphabet.length);
  }
  return id;
}
