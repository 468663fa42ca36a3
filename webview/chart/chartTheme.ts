import { mostSeries } from "../view/series.ts";

/** The theme's colours, read once per theme: a canvas cannot use the style sheet's variables itself. */
export interface ChartTheme {
  /** By palette slot. */
  readonly series: readonly string[];
  readonly other: string;
  readonly text: string;
  readonly faintText: string;
  readonly grid: string;
  /** What bars stand on; also parts one layer from the next. */
  readonly background: string;
  readonly warning: string;
  readonly highContrast: boolean;
  readonly fontFamily: string;
  readonly fontSize: number;
}

export function readChartTheme(body: HTMLElement): ChartTheme {
  const style = getComputedStyle(body);
  const color = (name: string): string => style.getPropertyValue(`--spend-${name}`).trim();
  return {
    series: Array.from({ length: mostSeries }, (_, slot) => color(`series-${String(slot)}`)),
    other: color("series-other"),
    text: color("text"),
    faintText: color("faint"),
    grid: color("grid"),
    background: color("background"),
    warning: color("warning"),
    highContrast: /\bvscode-high-contrast/.test(body.className),
    fontFamily: style.fontFamily,
    fontSize: 11,
  };
}

/** Calls back when VS Code puts on another theme: it changes the body's class, and the variables on the root. */
export function onThemeChange(changed: () => void): void {
  const observer = new MutationObserver(changed);
  observer.observe(document.body, { attributes: true, attributeFilter: ["class", "data-vscode-theme-id"] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["style", "class"] });
}
