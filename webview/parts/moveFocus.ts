/**
 * Keys of a list below a search field: arrows, Home and End move, Space and Enter choose, any letter goes back to the
 * search. A list of hundreds is then two Tab stops, not hundreds.
 */
export function moveFocus(event: KeyboardEvent): void {
  const root = event.currentTarget;
  if (!(root instanceof HTMLElement)) return;
  const options = [...root.querySelectorAll<HTMLElement>("[role=option]")];
  const at = options.findIndex((option) => option === document.activeElement);
  if (at < 0) {
    if (event.key === "ArrowDown") go(event, options[0]);
    return;
  }
  const search = root.querySelector<HTMLElement>(".search");
  switch (event.key) {
    case "ArrowDown":
      go(event, options[at + 1]);
      break;
    case "ArrowUp":
      go(event, options[at - 1] ?? search ?? undefined);
      break;
    case "Home":
      go(event, options[0]);
      break;
    case "End":
      go(event, options.at(-1));
      break;
    case " ":
    case "Enter":
      event.preventDefault();
      options[at]?.click();
      break;
    default:
      if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) search?.focus();
  }
}

function go(event: KeyboardEvent, target: HTMLElement | undefined): void {
  event.preventDefault();
  target?.focus();
}
