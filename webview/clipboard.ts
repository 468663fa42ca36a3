/** Puts text on the clipboard. @returns whether it got there: a browser may refuse, without saying when it will not. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // told by the caller: there is nothing else to be done about it
  }
}
