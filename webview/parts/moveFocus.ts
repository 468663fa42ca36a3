/** Options that a page of keys goes over. */
const page = 10;

/**
 * Keys of a list below a search field: arrows, pages, Home and End move, Space and Enter choose, any letter goes back to
 * the search; Enter there chooses the only one that is found. A list of thousands is then two Tab stops, not thousands.
 *
 * @param go brings the option at a place into being and focuses it: of a long list few are there
 */
export function moveFocus(event: KeyboardEvent, count: number, go: (at: number) => void): void {
  const root = event.currentTarget;
  if (!(root instanceof HTMLElement)) return;
  const option = document.activeElement?.closest<HTMLElement>("[role=option]");
  const at = option && root.contains(option) ? Number(option.dataset["at"]) : -1;
  const search = root.querySelector<HTMLElement>(".search");
  const steps: Readonly<Record<string, number>> =
    at < 0 ? { ArrowDown: 0 } : { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: Math.max(0, at - page), Home: 0, End: count - 1 };
  const next = steps[event.key];
  if (next !== undefined) {
    event.preventDefault();
    if (next < 0) search?.focus();
    else if (count > 0) go(Math.min(next, count - 1));
  } else if (at < 0 && event.key === "Enter" && count === 1) {
    event.preventDefault();
    root.querySelector<HTMLElement>("[role=option]")?.click();
  } else if (at >= 0) {
    if (event.key === " " || event.key === "Enter") {
      event.preventDefault();
      option?.click();
    } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) search?.focus();
  }
}
