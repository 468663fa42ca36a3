import type { Workbench } from "./workbench.ts";

/** More stops than any page of ours has. */
const mostStops = 120;

interface Stops {
  /** Elements that have had the focus. */
  readonly stops: Set<Element>;
}

/**
 * Goes through the dashboard with the Tab key, once from its heading to its end.
 * @returns what of it the keys did not come to, and where they were out of sight
 */
export async function tabThrough(workbench: Workbench): Promise<readonly string[]> {
  const frame = await workbench.dashboardFrame();
  await frame.evaluate(() => Object.assign(window, { stops: new Set() }));
  await frame.getByRole("heading", { level: 1 }).focus();
  const hidden: string[] = [];
  for (let count = 0; count < mostStops; count += 1) {
    await workbench.page.keyboard.press("Tab");
    const stop = await frame.evaluate(() => {
      const { stops } = window as unknown as Stops;
      const element = document.activeElement;
      if (!element || element === document.body || !document.hasFocus() || stops.has(element)) return null;
      stops.add(element);
      const { left, right, top, bottom } = element.getBoundingClientRect();
      const [x, y] = [(left + right) / 2, (top + bottom) / 2];
      return { name: element.getAttribute("aria-label") ?? element.textContent.trim(), inSight: x > 0 && x < innerWidth && y > 0 && y < innerHeight };
    });
    if (!stop) break;
    if (!stop.inSight) hidden.push(`${stop.name} is out of sight`);
  }
  const missed = await frame.evaluate(() => {
    const { stops } = window as unknown as Stops;
    const usable = [...document.querySelectorAll<HTMLElement>("button, input, a[href], [tabindex='0']")].filter((each) => each.tabIndex === 0 && !each.matches(":disabled") && each.checkVisibility());
    return usable.filter((each) => !stops.has(each)).map((each) => `${each.getAttribute("aria-label") ?? each.textContent.trim()} is not reached`);
  });
  return [...hidden, ...missed];
}
