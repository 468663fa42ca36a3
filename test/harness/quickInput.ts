import type { Locator, Page } from "playwright-core";
import { eventually } from "./eventually.ts";

export interface QuickPickItem {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  /** What a screen reader says. */
  readonly name: string;
}

/** The widget at the top of the window: palette, quick picks, input boxes. */
export class QuickInput {
  readonly #page: Page;
  readonly #widget: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.#widget = page.locator(".quick-input-widget");
  }

  get box(): Locator {
    return this.#widget.locator(".quick-input-box input");
  }

  /** Replaces what the box holds. */
  async type(text: string): Promise<void> {
    await this.box.waitFor();
    await this.box.fill(text);
  }

  /** Types into an input box and accepts it. What was typed is examined first: who clicks elsewhere meanwhile has cancelled. */
  async submit(text: string): Promise<void> {
    await this.type(text);
    await this.#page.keyboard.press("Enter");
    await this.#widget.waitFor({ state: "hidden" });
  }

  async cancel(): Promise<void> {
    await this.#page.keyboard.press("Escape");
    await this.#widget.waitFor({ state: "hidden" });
  }

  /** The line under an input box: its prompt, or why the text is refused. */
  async message(): Promise<string> {
    return (await this.#widget.locator(".quick-input-message").innerText()).trim();
  }

  /** The refusal comes a moment after the text. */
  messageWith(text: string | RegExp): Promise<string> {
    return eventually(`the input box says ${String(text)}`, async () => {
      const message = await this.message();
      if (!(typeof text === "string" ? message.includes(text) : text.test(message))) throw new Error(`it says "${message}"`);
      return message;
    });
  }

  /** True while the typed text is hidden. */
  async isPassword(): Promise<boolean> {
    return (await this.box.getAttribute("type")) === "password";
  }

  row(label: string): Locator {
    const name = this.#page.locator(".monaco-icon-label-container .label-name").filter({ hasText: exactly(label) });
    return this.#widget.locator(".monaco-list-row").filter({ has: name }).first();
  }

  /** Those that are drawn; a long list draws the ones in sight. */
  async items(): Promise<QuickPickItem[]> {
    const rows = this.#widget.locator(".monaco-list-row");
    await rows.first().waitFor();
    return rows.evaluateAll((elements) =>
      elements.map((element) => {
        const text = (selector: string) => element.querySelector(selector)?.textContent.trim() ?? "";
        return {
          label: text(".quick-input-list-row .label-name") || text(".label-name"),
          description: text(".quick-input-list-row .label-description") || text(".label-description"),
          detail: text(".quick-input-list-label-meta"),
          name: element.getAttribute("aria-label") ?? "",
        };
      }),
    );
  }

  async pick(label: string): Promise<void> {
    await this.row(label).click();
  }
}

function exactly(text: string): RegExp {
  return new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}\\s*$`);
}
