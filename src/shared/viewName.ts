import { plainText } from "../domain/plainText.ts";

/** Characters of a saved view's name: it stands in a menu. */
export const longestViewName = 60;

/** Whether a text can be the name of a saved view: one line of plain text, as it will be shown. */
export function isViewName(text: string): boolean {
  return text !== "" && plainText(text, longestViewName) === text;
}
