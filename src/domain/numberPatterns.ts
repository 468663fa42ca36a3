/** How a language writes numbers. A sign stands before all of it. */
export interface NumberPattern {
  readonly decimal: string;
  readonly group: string;
  /** Digits before the first separator, at the least: of one where `1,234` has one, of two where `1234` has none and `12.345` has. */
  readonly leastBefore: 1 | 2;
  /** What stands before dollars, and behind. */
  readonly dollars: Around;
  readonly percent: Around;
}

type Around = readonly [before: string, behind: string];

const [space, narrow] = ["\u00a0", "\u202f"];
const english: NumberPattern = { decimal: ".", group: ",", leastBefore: 1, dollars: ["$", ""], percent: ["", "%"] };
const german: NumberPattern = { decimal: ",", group: ".", leastBefore: 1, dollars: ["", `${space}$`], percent: ["", `${space}%`] };

/**
 * The languages that VS Code speaks, as `Intl` writes them; a test holds them against it. Others are left to `Intl`
 * itself, whose first format asks of eight hundred languages whether it knows them: that holds the extension host up for
 * tens of milliseconds, all other extensions with it, and takes six megabytes for good.
 */
export const numberPatterns: Readonly<Record<string, NumberPattern>> = {
  en: english,
  "en-us": english,
  "en-gb": english,
  ja: english,
  ko: english,
  "zh-cn": english,
  "zh-tw": english,
  cs: { ...german, group: space },
  de: german,
  es: { ...german, leastBefore: 2 },
  fr: { ...german, group: narrow },
  hu: { ...german, group: space, leastBefore: 2, percent: ["", "%"] },
  it: { ...german, leastBefore: 2, percent: ["", "%"] },
  pl: { ...german, group: space, leastBefore: 2, percent: ["", "%"] },
  "pt-br": { ...german, dollars: [`$${space}`, ""], percent: ["", "%"] },
  ru: { ...german, group: space },
  tr: { ...german, dollars: ["$", ""], percent: ["%", ""] },
};
