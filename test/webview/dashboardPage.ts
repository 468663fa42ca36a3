import assert from "node:assert/strict";
import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { launchChromium } from "../../scripts/chromium.mjs";
import { packSegments } from "../../src/domain/segmentPack.ts";
import type { ViewQuery } from "../../src/domain/viewQuery.ts";
import type { Message, PageRows, PageState, ToHost } from "../../src/shared/protocol.ts";
import { now } from "./sampleRows.ts";
import { servePage, type ThemeName } from "./pageServer.ts";

export interface OpenOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  /** What `getState` gives back. */
  readonly kept?: unknown;
  readonly timezone?: string;
  /** Language that numbers are written in. */
  readonly locale?: string;
  /** The page's timers go by a clock that the test can put forward. */
  readonly setClock?: boolean;
  /** Done before the page is loaded: for scripts that are to come late or not at all. */
  readonly beforeLoad?: (page: Page) => Promise<unknown>;
}

declare global {
  interface Window {
    sentToHost: Message<ToHost>[];
    keptState: unknown;
    acquireVsCodeApi: () => unknown;
  }
}

/** A browser with the built page in it, one for a test file. */
export class Dashboards {
  readonly #browser: Browser;
  readonly #server: { url: string; close: () => void };

  private constructor(browser: Browser, server: { url: string; close: () => void }) {
    this.#browser = browser;
    this.#server = server;
  }

  static async start(): Promise<Dashboards> {
    return new Dashboards(await launchChromium(), await servePage());
  }

  async open(options: OpenOptions = {}): Promise<DashboardPage> {
    const { theme = "darkModern", width = 1180, height = 1000, kept, timezone = "Europe/Berlin", locale = "en", setClock = false, beforeLoad } = options;
    const context = await this.#browser.newContext({ viewport: { width, height }, timezoneId: timezone, locale: "en-GB", reducedMotion: "reduce" });
    if (setClock) await context.clock.install({ time: now * 1000 });
    return DashboardPage.load(context, `${this.#server.url}?theme=${theme}&locale=${locale}`, kept, beforeLoad);
  }

  async close(): Promise<void> {
    await this.#browser.close();
    this.#server.close();
  }
}

/** The dashboard as VS Code would hold it: what it sends is recorded, what the host would send is posted. */
export class DashboardPage {
  readonly page: Page;
  /** Everything that must not happen: exceptions, console errors, reports of the content security policy. */
  readonly faults: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.on("pageerror", (error) => this.faults.push(error.stack ?? error.message));
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") this.faults.push(message.text());
    });
  }

  static async load(context: BrowserContext, url: string, kept: unknown, beforeLoad?: OpenOptions["beforeLoad"]): Promise<DashboardPage> {
    const page = await context.newPage();
    await beforeLoad?.(page);
    const dashboard = new DashboardPage(page);
    await page.addInitScript((state: unknown) => {
      window.sentToHost = [];
      window.keptState = state;
      window.acquireVsCodeApi = () => ({
        postMessage: (message: Message<ToHost>) => void window.sentToHost.push(message),
        getState: () => window.keptState,
        setState: (next: unknown) => void (window.keptState = next),
      });
    }, kept ?? undefined);
    await page.goto(url);
    await page.waitForFunction(() => window.sentToHost.length > 0);
    // The tests' own font comes from a server, which VS Code's does not; letters on a canvas stay as they were drawn.
    await page.evaluate(() => document.fonts.ready);
    if (!beforeLoad) await dashboard.#isAlive();
    return dashboard;
  }

  /** Sends a state, and rows with it, and waits until they are drawn. */
  async show(state: PageState, rows?: PageRows): Promise<void> {
    await this.tell(state, rows);
    await this.settled();
  }

  /** Sends them, and waits for nothing but that they were taken. */
  async tell(state: PageState, rows?: PageRows): Promise<void> {
    await this.page.evaluate(
      ([type, body]) => {
        window.postMessage({ type, body }, "*");
      },
      ["state", state] as const,
    );
    if (rows) await this.#sendRows(rows);
    await this.#framesPass();
  }

  /** As the host sends them, packed; the buffer goes as text, since a buffer cannot travel to the page as it is. */
  async #sendRows(rows: PageRows): Promise<void> {
    const { columns, heads } = packSegments(rows.segments);
    const base64 = Buffer.from(columns).toString("base64");
    await this.page.evaluate(
      ({ rest, packed, text }) => {
        const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
        window.postMessage({ type: "rows", body: { ...rest, segments: { heads: packed, columns: bytes.buffer } } }, "*");
      },
      { rest: { ...rows, segments: undefined }, packed: heads, text: base64 },
    );
  }

  /** After the message loop and two frames: what was posted is drawn, the chart included, and controls have taken their options. */
  async settled(): Promise<void> {
    await this.#framesPass();
    // The chart's library comes with a script of its own, and gives the canvas a style when it takes it.
    await this.page.waitForFunction(() => [...document.querySelectorAll<HTMLElement>("canvas.canvas")].every(({ style }) => style.display !== ""));
    await this.#isAlive();
  }

  /** The controls come with a script of their own, too. */
  async #isAlive(): Promise<void> {
    await this.page.waitForFunction(() => document.querySelector("main :not(:defined)") === null);
  }

  async #framesPass(): Promise<void> {
    await this.page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(() => { resolve(); }))), 0);
        }),
    );
  }

  async sent(): Promise<readonly Message<ToHost>[]> {
    return this.page.evaluate(() => window.sentToHost);
  }

  async lastSent(): Promise<Message<ToHost> | undefined> {
    return (await this.sent()).at(-1);
  }

  /** The question in the last message, which must be one. */
  async lastView(): Promise<ViewQuery> {
    const last = await this.lastSent();
    if (last?.type !== "setView") assert.fail(`the last message is ${JSON.stringify(last)}`);
    return last.body;
  }

  async kept(): Promise<unknown> {
    return this.page.evaluate(() => window.keptState);
  }

  /** One of the choices above the chart, by its label. */
  choice(label: string): Locator {
    return this.page.getByRole("combobox", { name: label, exact: true });
  }

  /** The button that opens a filter, by the name of its dimension. */
  filter(label: string): Locator {
    return this.page.getByRole("group", { name: "Filters" }).getByRole("button", { name: label, exact: true });
  }

  /** What a choice shows as chosen. */
  async chosen(label: string): Promise<string> {
    return (await this.choice(label).locator(".selected-value").innerText()).trim();
  }

  /** Chooses as a person would: opens the list, clicks the entry. */
  async choose(label: string, option: string | RegExp): Promise<void> {
    await this.choice(label).click();
    await this.page.getByRole("option", { name: option, exact: typeof option === "string" }).click();
    await this.settled();
  }

  async tile(id: string): Promise<string> {
    return (await this.page.locator(`[data-tile=${id}] .tile-value`).innerText()).replace(/\s+/g, " ").trim();
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}
