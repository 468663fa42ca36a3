import { type BrowserContext, chromium, type Frame, type Locator, type Page } from "playwright-core";
import { launchOptions } from "../../scripts/chromium.mjs";
import { escaped, eventually } from "./eventually.ts";
import type { RunningHost } from "./host.ts";
import { QuickInput } from "./quickInput.ts";
import { savedEditors, whyNotSaved } from "./savedEditors.ts";
import { SideView } from "./sideView.ts";

const EXTENSION_ID = "openai-spend.openai-spend";
/** The extension's `dashboardType`, as VS Code writes it down. */
const DASHBOARD_TYPE = "mainThreadWebview-openaiSpend.dashboard";
/** On two busy cores a workbench takes up to ten seconds, and its extension host some more. */
const READY_MS = 60_000;
/** VS Code's own interval in a browser (BROWSER_DEFAULT_FLUSH_INTERVAL), and a little. */
const STATE_SAVED_MS = 6_500;

/** What a person sees of a status bar item, and what a screen reader says. */
export interface StatusBarItem {
  readonly text: string;
  readonly label: string;
}

export interface WorkbenchOptions {
  readonly viewport?: { readonly width: number; readonly height: number };
  /** A folder to open; only a window with one gets its editors back after a reload. */
  readonly workspace?: string;
}

/** One window of VS Code, used as a person would: palette, status bar, views, panels. */
export class Workbench {
  readonly page: Page;
  readonly quickInput: QuickInput;
  /** Errors of the page, its webviews included: a CSP report is a console error, an exception a page error. */
  readonly errors: string[] = [];
  readonly #context: BrowserContext;
  /** Only a window with a folder gets its editors back. */
  readonly #keepsEditors: boolean;

  private constructor(context: BrowserContext, page: Page, keepsEditors: boolean) {
    this.#context = context;
    this.#keepsEditors = keepsEditors;
    this.page = page;
    this.quickInput = new QuickInput(page);
    page.on("console", (message) => {
      if (message.type() === "error") this.errors.push(message.text());
    });
    page.on("pageerror", (error) => this.errors.push(error.stack ?? error.message));
  }

  static async open(host: RunningHost, options: WorkbenchOptions = {}): Promise<Workbench> {
    const viewport = options.viewport ?? { width: 1400, height: 900 };
    const context = await chromium.launchPersistentContext(host.profileDir, { ...(await launchOptions()), viewport, permissions: ["clipboard-read", "clipboard-write"] });
    const page = context.pages()[0] ?? (await context.newPage());
    const workbench = new Workbench(context, page, options.workspace !== undefined);
    const place = options.workspace === undefined ? "ew=true" : `folder=${encodeURIComponent(options.workspace)}`;
    await page.goto(`${host.url}/?${place}${devPayload(host)}`, { timeout: READY_MS });
    await workbench.#ready();
    return workbench;
  }

  /** One more window of the same VS Code, in the same browser. It closes with the first. */
  async another(host: RunningHost): Promise<Workbench> {
    const workbench = new Workbench(this.#context, await this.#context.newPage(), false);
    await workbench.page.goto(`${host.url}/?ew=true${devPayload(host)}`);
    await workbench.#ready();
    return workbench;
  }

  /**
   * The window loses the focus and gets it back. Playwright lets every page believe that it has the focus all the time,
   * so the browser's words are said for it.
   */
  async leaveAndReturn(): Promise<void> {
    for (const focused of [false, true]) {
      await this.page.evaluate((has) => {
        Object.defineProperty(document, "hasFocus", { value: () => has, configurable: true });
        window.dispatchEvent(new Event(has ? "focus" : "blur"));
      }, focused);
      // Longer than the workbench waits before it believes a blur.
      await this.page.waitForTimeout(500);
    }
  }

  async close(): Promise<void> {
    await this.#context.close();
  }

  /** As F5 in the browser, once VS Code has written down what is open: it does so every five seconds, or later. */
  async reload(): Promise<void> {
    await this.page.waitForTimeout(STATE_SAVED_MS);
    if (this.#keepsEditors) {
      // Whoever presses F5 has the focus. A page whose focused frame was taken out, as VS Code does when it fills a
      // webview, has lost it until something takes it, and VS Code writes nothing down in a page without it.
      await this.page.evaluate(() => { window.focus(); });
      await eventually("VS Code has written down which dashboards are open", async () => {
        const open = await this.page.locator('.tabs-container .tab[aria-label^="OpenAI Spend"]').count();
        const saved = (await savedEditors(this.page)).split(DASHBOARD_TYPE).length - 1;
        if (saved !== open) throw new Error(`${String(open)} are open and ${String(saved)} are written down${await whyNotSaved(this.page)}.`);
      });
    }
    await this.page.reload();
    await this.#ready();
  }

  async #ready(): Promise<void> {
    await this.page.locator(".monaco-workbench .part.statusbar .statusbar-item").first().waitFor({ timeout: READY_MS });
  }

  /** @param title as the palette shows it, with the category: "OpenAI Spend: Refresh" */
  async runCommand(title: string): Promise<void> {
    await eventually(`the palette holds "${title}"`, async () => {
      await this.page.keyboard.press("Escape");
      await this.page.keyboard.press("F1");
      await this.quickInput.type(`>${title}`);
      const row = this.quickInput.row(title);
      await row.waitFor({ timeout: 3000 });
      await row.click();
    });
  }

  statusBarLocator(idEnd: string): Locator {
    return this.page.locator(`.statusbar-item[id$="${idEnd}"]`);
  }

  async statusBarItem(idEnd: string): Promise<StatusBarItem> {
    const item = this.statusBarLocator(idEnd);
    await item.waitFor({ timeout: READY_MS });
    const label = item.locator(".statusbar-item-label");
    return { text: (await label.innerText()).trim(), label: (await label.getAttribute("aria-label")) ?? "" };
  }

  /** Waits for a status bar item that has this text, or matches it, and returns it. */
  statusBarItemWith(idEnd: string, text: string | RegExp): Promise<StatusBarItem> {
    return eventually(`the status bar item ${idEnd} reads ${String(text)}`, async () => {
      const item = await this.statusBarItem(idEnd);
      const fits = typeof text === "string" ? item.text === text : text.test(item.text);
      if (!fits) throw new Error(`it reads "${item.text}" (${item.label})`);
      return item;
    }, READY_MS);
  }

  /** The tooltip as text, by hovering. */
  async statusBarTooltip(idEnd: string): Promise<Locator> {
    const hover = this.page.locator(".workbench-hover-container .monaco-hover").last();
    await eventually(`${idEnd} has a tooltip`, async () => {
      await this.page.mouse.move(5, 400);
      await this.statusBarLocator(idEnd).hover();
      await hover.waitFor({ timeout: 4000 });
    });
    return hover;
  }

  /** @param container, @param view their titles: "OpenAI Spend", "Projects" */
  async openView(container: string, view: string): Promise<SideView> {
    const side = new SideView(this.page, view);
    await eventually(`the view ${view} opens`, async () => {
      const tab = this.page.locator(`.activitybar .action-item:has(.action-label[aria-label^="${escaped(container)}"])`);
      await tab.waitFor({ timeout: READY_MS });
      const open = await tab.evaluate((element) => element.classList.contains("checked"));
      if (!open) await tab.click();
      await side.expand();
    });
    return side;
  }

  /** The document inside a webview of the extension; ask again after it was closed or moved. */
  webviewFrame(): Promise<Frame> {
    return eventually("a webview of the extension is there", async () => {
      const outer = this.page.locator(`iframe.webview[src*="extensionId=${EXTENSION_ID}"]`).last();
      const inner = outer.contentFrame().locator("iframe#active-frame");
      const active = await (await inner.elementHandle({ timeout: 2000 })).contentFrame();
      if (!active) throw new Error("it has no active frame yet");
      await active.waitForLoadState();
      return active;
    });
  }

  dashboardFrame(): Promise<Frame> {
    return this.webviewFrame();
  }

  /** The texts of the notifications that are shown. */
  async notifications(): Promise<string[]> {
    const texts = await this.page.locator(".notifications-toasts .notification-list-item-message").allInnerTexts();
    return texts.map((text) => text.trim());
  }

  async notificationAction(title: string): Promise<void> {
    await this.page.locator(`.notifications-toasts .monaco-button`, { hasText: title }).click();
  }
}

function devPayload(host: RunningHost): string {
  if (host.devPath === undefined) return "";
  const payload = [["extensionDevelopmentPath", `vscode-remote://${new URL(host.url).host}${host.devPath}`]];
  return `&payload=${encodeURIComponent(JSON.stringify(payload))}`;
}
