import type { Locator, Page } from "playwright-core";
import { escaped, eventually } from "./eventually.ts";

export interface TreeRow {
  readonly label: string;
  readonly description: string;
  readonly level: number;
  readonly expanded: boolean | undefined;
  /** What a screen reader says. */
  readonly name: string;
}

/** A view in the side bar: a tree, or its welcome text. */
export class SideView {
  readonly pane: Locator;
  readonly #page: Page;
  readonly #title: string;

  constructor(page: Page, title: string) {
    this.#page = page;
    this.#title = title;
    this.pane = page.locator(".pane").filter({ has: page.locator(`.pane-header[aria-label^="${escaped(title)}"]`) });
  }

  async expand(): Promise<void> {
    const header = this.pane.locator(".pane-header");
    await header.waitFor({ timeout: 5000 });
    if ((await header.getAttribute("aria-expanded")) === "false") await header.click();
  }

  /** Those that are drawn: a long tree draws the ones in sight. */
  rows(): Promise<TreeRow[]> {
    return this.pane.locator(".monaco-list-row").evaluateAll((elements) =>
      elements.map((element) => {
        const text = (selector: string) => element.querySelector(selector)?.textContent.trim() ?? "";
        const expanded = element.getAttribute("aria-expanded");
        return {
          label: text(".label-name"),
          description: text(".label-description"),
          level: Number(element.getAttribute("aria-level")),
          expanded: expanded === null ? undefined : expanded === "true",
          name: element.getAttribute("aria-label") ?? "",
        };
      }),
    );
  }

  /** Waits for rows that fit and returns them. */
  rowsWith(what: string, fits: (rows: readonly TreeRow[]) => boolean): Promise<TreeRow[]> {
    return eventually(`${this.#title}: ${what}`, async () => {
      const rows = await this.rows();
      if (!fits(rows)) throw new Error(`it shows ${JSON.stringify(rows.map((row) => `${row.label} ${row.description}`))}`);
      return rows;
    });
  }

  row(label: string): Locator {
    const name = this.#page.locator(".label-name").filter({ hasText: new RegExp(`^${label.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`) });
    return this.pane.locator(".monaco-list-row").filter({ has: name }).first();
  }

  async expandRow(label: string): Promise<void> {
    const row = this.row(label);
    await row.waitFor();
    if ((await row.getAttribute("aria-expanded")) !== "true") await row.locator(".monaco-tl-twistie").click();
    await eventually(`${label} is expanded`, async () => {
      if ((await row.getAttribute("aria-expanded")) !== "true") throw new Error("it is not");
    });
  }

  /** An inline action, by its tooltip. */
  async rowAction(label: string, action: string): Promise<void> {
    const row = this.row(label);
    await row.hover();
    await row.locator(`.actions .action-label[aria-label^="${escaped(action)}"]`).click();
  }

  /**
   * VS Code opens no menu for a row that is drawn anew just then, and closes one when the focus moves: it is asked for again.
   * @returns the entry of this name, or all
   */
  async #openRowMenu(label: string, entry?: string): Promise<Locator> {
    const items = this.#page.locator(".context-view").getByRole("menuitem", entry === undefined ? {} : { name: entry, exact: true });
    await eventually(`the menu of ${label} opens`, async () => {
      await this.row(label).click({ button: "right" });
      await items.first().waitFor({ timeout: 5000 });
    });
    return items;
  }

  /** The entries of the row's context menu. */
  async rowMenuEntries(label: string): Promise<string[]> {
    const entries = await this.#openRowMenu(label);
    const names = await entries.allInnerTexts();
    await this.#page.keyboard.press("Escape");
    await entries.first().waitFor({ state: "hidden" });
    return names.map((name) => name.trim());
  }

  /** An entry of the row's context menu. */
  async rowMenu(label: string, entry: string): Promise<void> {
    await eventually(`the menu of ${label} takes "${entry}"`, async () => {
      const item = await this.#openRowMenu(label, entry);
      // For a tenth of a second after it is drawn a menu takes no clicks, so that the right click itself chooses nothing.
      await this.#page.waitForTimeout(300);
      await item.click({ timeout: 2000 });
      await item.waitFor({ state: "hidden", timeout: 2000 });
    });
  }

  /** An action in the title of the view. */
  async titleAction(action: string): Promise<void> {
    await this.pane.locator(".pane-header").hover();
    await this.pane.locator(`.pane-header .action-label[aria-label^="${escaped(action)}"]`).click();
  }

  /** The view's message, or its welcome text. */
  async text(): Promise<string> {
    return (await this.pane.locator(".pane-body").innerText()).trim();
  }
}
