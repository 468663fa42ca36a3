import { html, nothing, type TemplateResult } from "lit-html";
import { resolveView } from "../../src/domain/viewQuery.ts";
import type { ExportFile, ExportFormat, PageRows, PageState } from "../../src/shared/protocol.ts";
import type { Page, RawRowsAt } from "../state/page.ts";
import { dimensionsApart, filterDimensions, standingOf } from "../state/standing.ts";
import { ChartInputs, type ChartInput } from "../view/chartInput.ts";
import type { ColorSlots } from "../view/colorSlots.ts";
import { Drawings } from "../view/drawing.ts";
import { pageExport, type ExportPart } from "../view/pageExport.ts";
import { pageNotes } from "../view/pageNotes.ts";
import { summaryTiles } from "../view/summaryTiles.ts";
import { noticeLine, notesList, problemBanner, troubleStrip } from "./banner.ts";
import { BreakdownTable } from "./breakdownTable.ts";
import { BucketTable } from "./bucketTable.ts";
import { ChartPanel } from "./chartPanel.ts";
import { controls } from "./controls.ts";
import { CustomDates } from "./customDates.ts";
import { filterBar } from "./filterBar.ts";
import { FilterPicker } from "./filterPicker.ts";
import { header } from "./header.ts";
import { HeatMap } from "./heatMap.ts";
import { invitation } from "./invitation.ts";
import type { PageActions } from "./pageActions.ts";
import { RawRowsPanel } from "./rawRowsPanel.ts";
import { stage } from "./stage.ts";
import { summary } from "./summary.ts";
import { bucketsPlaceholder, tablePlaceholder } from "./tablePlaceholder.ts";
import { wayBack } from "./wayBack.ts";

const noBudget: PageState["budget"] = { dailyUsd: null, monthlyUsd: null };

/** The whole page from its state. The parts that hold something of their own (a scroll position, a search) live here. */
export class PageView {
  readonly #actions: PageActions;
  readonly #colors: ColorSlots;
  readonly #drawings = new Drawings();
  readonly #picker = new FilterPicker();
  readonly #dates = new CustomDates();
  readonly #table: BreakdownTable;
  readonly #buckets = new BucketTable();
  readonly #heat = new HeatMap();
  readonly #raw = new RawRowsPanel();
  readonly #chart: ChartPanel;
  readonly #inputs = new ChartInputs();
  #input: ChartInput | null = null;
  #rawRows: RawRowsAt | null = null;
  /** Rows of the table last drawn: the next one's place is kept at that height while it loads. */
  #tableRows = 8;

  constructor(actions: PageActions, colors: ColorSlots) {
    this.#actions = actions;
    this.#colors = colors;
    this.#table = new BreakdownTable(actions);
    this.#chart = new ChartPanel(actions);
  }

  /** @param now Unix seconds by this machine's clock, for while the host has not told its own, or has gone. */
  template(page: Page, now: number): TemplateResult {
    const { query, host } = page;
    this.#chart.beforeRender();
    this.#rawRows = page.rawRows;
    const time = host?.now ?? now;
    const resolved = resolveView(query, time);
    const standing = standingOf(page, resolved);
    const problem = host?.status.problem ?? null;
    const actions = this.#actions;
    if (standing.kind === "noAccess") {
      this.#input = null;
      return html`${problemBanner(problem, actions)}${invitation(actions)}${troubleStrip(page, null, now, actions)}`;
    }
    const input = standing.kind === "answered" ? this.#inputOf(page, standing.rows, time) : null;
    this.#input = input;
    const loading = standing.kind === "loading" || standing.kind === "starting";
    const drawing = input?.drawing ?? null;
    const drawn = input && input.drawing.subjects.length > 0 ? input : null;
    if (drawn) this.#tableRows = Math.min(drawn.drawing.subjects.length, 12);
    return html`<div class="page">
      ${wayBack(page, time, actions)}
      ${header(page, resolved, time, loading || host?.status.loading === true, input !== null, actions)}
      ${noticeLine(page.notice)}
      ${controls(query, host, time, this.#dates, actions)}
      ${filterBar({ query, offered: filterDimensions(page, resolved), apart: dimensionsApart(page, resolved), drawing, rows: page.answer?.rows ?? null }, this.#picker, actions)}
      <div class="results">
        <div class="overview">
          ${summary(summaryTiles(query, resolved, time, host?.budget ?? noBudget), drawing, loading ? "loading" : "absent")}
          ${stage({ page, resolved, now: time, standing, input }, this.#chart, this.#heat, actions)}
          ${drawn ? this.#buckets.template({ ...drawn, open: page.bucketsOpen }, actions) : loading ? bucketsPlaceholder : nothing}
        </div>
        ${drawn ? this.#table.template(drawn.drawing, drawn.series, page.look) : loading ? tablePlaceholder(this.#tableRows) : nothing}
      </div>
      ${notesList(pageNotes(page, standing, drawing))} ${this.#raw.template(page.rawRows, drawing, actions)}
    </div>
    ${troubleStrip(page, standing.kind === "failed" ? null : problem, now, actions)}`;
  }

  afterRender(): void {
    this.#chart.afterRender(this.#input && !this.#input.week ? this.#input.plot : null);
    this.#table.afterRender();
    this.#raw.afterRender(this.#rawRows);
  }

  /** What was last drawn, as a file; nothing where no answer was. */
  exported(page: Page, part: ExportPart, format: ExportFormat): ExportFile | undefined {
    if (!this.#input) return undefined;
    const { drawing } = this.#input;
    const standing = standingOf(page, drawing.resolved);
    return pageExport(page, this.#input, pageNotes(page, standing, null), part, format);
  }

  #inputOf(page: Page, rows: PageRows, now: number): ChartInput {
    const drawing = this.#drawings.of(page.query, resolveView(page.query, now), rows, now, page.host?.keptFrom ?? null);
    return this.#inputs.of(drawing, page.look, page.host?.budget.monthlyUsd ?? null, this.#colors);
  }
}
