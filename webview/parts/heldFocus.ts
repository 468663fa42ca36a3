/**
 * Some choices take away the very control that was pressed (the last filter's chip, Clear filters, Whole days). The
 * keys then go on beside where it was, not from the top of the page.
 *
 * @param draw draws the page
 */
export function holdFocus(root: HTMLElement, draw: () => void): void {
  const held = document.activeElement;
  const group = held?.closest(".filters, .controls");
  draw();
  if (!group || held?.isConnected) return;
  const usable = [...group.querySelectorAll<HTMLElement>("input, button:not(:disabled)")];
  const beside = usable.findLast((each) => each.matches(".chip-remove")) ?? usable[0] ?? root.querySelector<HTMLElement>("h1");
  beside?.focus();
}
