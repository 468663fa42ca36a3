/**
 * Stands in for `@kurkle/color`, which chart.js takes colors apart with: only for elements that are hovered over and for
 * animations, and our charts have neither. It is a thirtieth of the page.
 */
export class Color {
  /** No color that could be taken apart: chart.js then uses the text as it is. */
  readonly valid = false;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  saturate(): this {
    return this;
  }

  darken(): this {
    return this;
  }

  hexString(): string {
    return this.#text;
  }
}
