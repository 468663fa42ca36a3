import { patience, quiet } from "../../webview/hostWatch.ts";
import { emptyPage, completionsPage, costPage, costRows, now, today } from "./sampleRows.ts";
import type { DashboardPage } from "./dashboardPage.ts";
import { asking, pageState } from "./pageStates.ts";

/** The page in each of its states, as a person may come to see it. */
export const pageScenes = {
  narrow: async (dashboard) => {
    await dashboard.show(pageState(), costPage());
  },
  starting: async () => {
    // Nothing heard from the host yet.
  },
  overview: async (dashboard) => {
    await dashboard.show(pageState(), costPage());
  },
  budget: async (dashboard) => {
    const notes = ["Restated since they were first shown: 20 Nov: +$1.20."];
    const budget = { dailyUsd: null, monthlyUsd: "3000" };
    await dashboard.show(pageState({ access: { kind: "sample" }, query: asking({ range: "monthToDate" }), budget, notes }), costPage(costRows({ from: today - 21, to: today + 1 })));
  },
  tokens: async (dashboard) => {
    const query = asking({ source: "completions", metric: "total_tokens", groupBy: "model", range: "last24Hours" });
    await dashboard.show(pageState({ query }), completionsPage("1h", { from: today - 1, to: today + 1 }));
  },
  buckets: async (dashboard) => {
    await dashboard.show(pageState({ query: asking({ groupBy: "line_item" }) }), costPage());
    await dashboard.page.getByRole("button", { name: "Show 30 buckets" }).click();
    await dashboard.settled();
  },
  filters: async (dashboard) => {
    await dashboard.show(pageState({ query: asking({ filters: { project_id: ["proj_checkout", "proj_voice", null] } }) }), costPage());
    await dashboard.filter("Line item").click();
    await dashboard.page.getByRole("textbox", { name: "Search line items" }).fill("mini");
    await dashboard.page.keyboard.press("ArrowDown");
    await dashboard.page.keyboard.press("Space");
    await dashboard.settled();
  },
  pointed: async (dashboard) => {
    await dashboard.show(pageState(), costPage());
    await dashboard.page.locator("canvas").focus();
    await dashboard.page.keyboard.press("End");
    await dashboard.page.keyboard.press("ArrowLeft");
    await dashboard.settled();
  },
  lines: async (dashboard) => {
    await dashboard.show(pageState(), costPage(costRows(), [today - 12, today - 11]));
    await dashboard.choose("Chart", "Lines");
    await dashboard.page.locator("canvas").focus();
    await dashboard.page.keyboard.press("Home");
    await dashboard.page.keyboard.press("ArrowUp");
    await dashboard.settled();
  },
  share: async (dashboard) => {
    await dashboard.show(pageState({ query: asking({ groupBy: "line_item" }) }), costPage());
    await dashboard.choose("Chart", "Share of total");
  },
  cumulative: async (dashboard) => {
    await dashboard.show(pageState({ query: asking({ range: "monthToDate" }), budget: { dailyUsd: null, monthlyUsd: "5000" } }), costPage());
    await dashboard.choose("Chart", "Cumulative");
  },
  heatMap: async (dashboard) => {
    const query = asking({ source: "completions", metric: "total_tokens", groupBy: "model", range: { from: "2026-11-18", to: "2026-11-22" }, width: "1h" });
    await dashboard.show(pageState({ query }), completionsPage("1h", { from: today - 4, to: today + 1 }));
    await dashboard.choose("Chart", "Hour by weekday");
    await dashboard.page.mouse.move(2, 2); // it stands where the list was, on an hour
    await dashboard.settled();
  },
  compared: async (dashboard) => {
    await dashboard.show(pageState({ query: asking({ compare: true }) }), costPage(costRows({ from: today - 59, to: today + 1 })));
  },
  othersOpen: async (dashboard) => {
    await dashboard.show(pageState({ query: asking({ groupBy: "line_item" }) }), costPage());
    await dashboard.page.getByRole("button", { name: /^Show one by one/ }).click();
    await dashboard.settled();
  },
  zoomed: async (dashboard) => {
    await dashboard.show(pageState(), costPage());
    await dashboard.page.locator("canvas").focus();
    for (const key of ["End", "Shift+ArrowLeft", "Shift+ArrowLeft", "Enter", "Home", "Shift+ArrowRight"]) await dashboard.page.keyboard.press(key);
    await dashboard.settled();
  },
  custom: async (dashboard) => {
    await dashboard.show(pageState(), costPage());
    await dashboard.choose("Range", "Custom…");
    await dashboard.page.getByLabel("From (UTC)").fill("2026-11-30");
    await dashboard.settled();
  },
  sources: async (dashboard) => {
    await dashboard.show(pageState(), costPage());
    await dashboard.choice("Source").click();
    await dashboard.settled();
  },
  stale: async (dashboard) => {
    const problem = { text: "api.openai.com could not be reached. The numbers shown are the last good ones.", action: "refresh" } as const;
    // High enough for the strip at the foot of the window to cover nothing.
    await dashboard.page.setViewportSize({ width: dashboard.page.viewportSize()?.width ?? 1180, height: 1180 });
    await dashboard.show(pageState({ status: { asOf: now - 104_000, problem } }), costPage(costRows(), [today - 20, today - 19, today - 18]));
  },
  loading: async (dashboard) => {
    await dashboard.show(pageState(), costPage());
    await dashboard.choose("Source", "Completions");
  },
  empty: async (dashboard) => {
    await dashboard.show(pageState({ query: asking({ source: "images", metric: "images", groupBy: "model" }) }), emptyPage("images", "1d"));
  },
  failed: async (dashboard) => {
    const problem = { text: "The key was rejected by api.openai.com (401). Set a new one.", action: "setAdminKey" } as const;
    await dashboard.show(pageState({ status: { asOf: null, problem } }), { ...emptyPage("costs", "1d"), segments: [], missing: [today] });
  },
  refused: async (dashboard) => {
    const reason = "OpenAI does not give costs by User for this organization.";
    await dashboard.show(pageState({ query: asking({ groupBy: "user_id" }), refused: { user_id: reason }, notes: [reason] }));
  },
  nearest: async (dashboard) => {
    const query = asking({ source: "images", metric: "images", groupBy: "model" });
    await dashboard.show(pageState({ query, nearest: { from: today - 50, to: today - 43 } }), emptyPage("images", "1d"));
  },
  fetching: async (dashboard) => {
    const fetching = "Fetching costs by project and line item, 24 Oct – 22 Nov…";
    await dashboard.show(pageState({ status: { loading: true, fetching } }), costPage(costRows(), [today - 20]));
  },
  part: async (dashboard) => {
    const query = asking({ source: "completions", metric: "total_tokens", groupBy: "model", range: { from: "2026-11-21", to: "2026-11-21", minutes: [10 * 60, 17 * 60] }, compare: true });
    await dashboard.show(pageState({ query }), completionsPage("1h", { from: today - 1, to: today }));
  },
  wayBack: async (dashboard) => {
    await pageScenes.nearest(dashboard);
    await dashboard.page.getByRole("button", { name: "Show 3 Oct – 9 Oct" }).click();
    await dashboard.settled();
  },
  moreFilters: async (dashboard) => {
    const query = asking({ source: "completions", metric: "total_tokens", groupBy: "model", range: "last24Hours", filters: { batch: ["false"] } });
    await dashboard.show(pageState({ query }), completionsPage("1h", { from: today - 1, to: today + 1 }));
    await dashboard.page.getByRole("button", { name: /^More filters/ }).click();
    await dashboard.settled();
  },
  views: async (dashboard) => {
    await dashboard.show(pageState({ views: ["Costs by project, month to date", "Cache share of gpt-5.2", "Nightly batch jobs by the hour, with everything that a long name can hold".slice(0, 60)] }), costPage());
    await dashboard.page.getByRole("button", { name: "Views" }).click();
    await dashboard.settled();
  },
  exports: async (dashboard) => {
    await dashboard.show(pageState(), costPage());
    await dashboard.page.getByRole("button", { name: "Export" }).click();
    await dashboard.settled();
  },
  rawRows: async (dashboard) => {
    await dashboard.show(pageState({ query: asking({ filters: { project_id: ["proj_voice"] } }) }), costPage());
    await dashboard.page.getByRole("button", { name: "Raw Rows" }).click();
    await dashboard.settled();
  },
  hostGone: async (dashboard) => {
    await dashboard.page.clock.install();
    await dashboard.show(pageState(), costPage());
    await dashboard.page.clock.fastForward(quiet);
    await dashboard.page.clock.fastForward(patience);
    await dashboard.settled();
  },
  invitation: async (dashboard) => {
    await dashboard.show(pageState({ access: { kind: "none" } }));
  },
} as const satisfies Readonly<Record<string, (dashboard: DashboardPage) => Promise<void>>>;
export type SceneName = keyof typeof pageScenes;
/** Scenes of a page that is 320 pixels wide, as beside an editor. */
export const narrowScenes: readonly SceneName[] = ["narrow"];

/** Scenes whose pictures are part of the project: each says something that no other does. */
export const picturedScenes: readonly SceneName[] = ["overview", "budget", "tokens", "heatMap", "compared", "empty", "failed", "stale", "narrow"];
