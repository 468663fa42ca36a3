import { render } from "lit-html";
import { useNumberLocale } from "../src/domain/numberFormat.ts";
import { unpackSegments } from "../src/domain/segmentPack.ts";
import { longestExport, type Handlers, type ToPage } from "../src/shared/protocol.ts";
import { HostWatch } from "./hostWatch.ts";
import { holdFocus } from "./parts/heldFocus.ts";
import { PageView } from "./parts/pageView.ts";
import type { PageActions } from "./parts/pageActions.ts";
import { goBackOn } from "./parts/wayBack.ts";
import { restorePage, type KeptPage } from "./state/keptPage.ts";
import { readLook } from "./state/look.ts";
import { firstPage, reduce, type Page, type PageEvent } from "./state/page.ts";
import { isRecord, parseJson } from "./state/viewQueryText.ts";
import { ColorSlots } from "./view/colorSlots.ts";
import { keepState, keptState, send } from "./vscodeApi.ts";

const root = document.getElementById("app");
if (!root) throw new Error("The page has no #app");

useNumberLocale(root.dataset["locale"] ?? navigator.language);
const kept = restorePage(keptState());
const colors = new ColorSlots(kept.colors);
let page: Page = firstPage(kept.view, kept.look, kept);
let frame: number | undefined;
let answered = false;

/** Draws at the next frame, once, however many events came. The first answer is drawn at once, so that it is in that frame. */
function redraw(): void {
  if (answered || !page.answer) frame ??= requestAnimationFrame(draw);
  else draw();
}

function draw(): void {
  if (frame !== undefined) cancelAnimationFrame(frame);
  frame = undefined;
  answered ||= page.answer !== null;
  if (!root) return;
  holdFocus(root, () => render(view.template(page, Date.now() / 1000), root));
  view.afterRender();
  fetchControls();
  if (page.host) keep(); // of a page that was told nothing, nobody has arranged anything
}

let fetched = false;

/** Only now, as the chart: its first numbers are what a page is opened for. */
function fetchControls(): void {
  if (fetched) return;
  fetched = true;
  import("./toolkitLibrary.ts").catch(() => {
    take({ type: "notice", text: "The controls could not be loaded. Close the dashboard and open it again." });
  });
}

let lastKept = "";

/** After every drawing, since colours are given out while drawing; only where something changed. */
function keep(): void {
  const arranged: KeptPage = { version: 1, view: page.query, look: page.look, colors: colors.kept(), trail: page.trail, bucketsOpen: page.bucketsOpen };
  const text = JSON.stringify(arranged);
  if (text !== lastKept) keepState(arranged);
  lastKept = text;
}

function take(event: PageEvent): void {
  const before = page;
  page = reduce(page, event);
  if (page.unechoed !== before.unechoed && page.unechoed.length > before.unechoed.length) {
    send("setView", page.query);
    watch.expect();
  }
  redraw();
}

const watch = new HostWatch(
  () => {
    send("stillThere", null);
  },
  () => {
    take({ type: "hostGone" });
  },
);

/** What was pressed is gone with its step: the keys go on from the title. */
function focusTitle(): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>("h1")?.focus());
}

const actions: PageActions = {
  ask: (query) => {
    take({ type: "ask", query });
  },
  drill: (query) => {
    take({ type: "drill", query });
  },
  back: (to) => {
    take({ type: "back", to });
    focusTitle();
  },
  zoomOut: (to) => {
    take({ type: "zoomOut", to });
    focusTitle();
  },
  look: (look) => {
    take({ type: "look", look });
  },
  tell: (text) => {
    take({ type: "notice", text });
  },
  openBuckets: (open) => {
    take({ type: "openBuckets", open });
  },
  rawRows: (start) => {
    take({ type: "rawRows", at: { start } });
  },
  closeRawRows: () => {
    take({ type: "rawRows", at: null });
  },
  exportShown: (part, format) => {
    const file = view.exported(page, part, format);
    if (!file) take({ type: "notice", text: "There is nothing to export yet." });
    else if (file.text.length > longestExport) take({ type: "notice", text: "This is too much for one file. Choose a shorter range or longer buckets, or filter it." });
    else actions.send("saveExport", file);
  },
  send: (type, body) => {
    // Of itself the host answers none of these for certain; one that has gone must not be clicked at in vain.
    watch.ask();
    send(type, body);
  },
  redraw,
};
const view = new PageView(actions, colors);

const handlers: Handlers<ToPage> = {
  state: (body) => {
    watch.heard();
    take({ type: "state", body });
  },
  rows: (body) => {
    take({ type: "rows", body: { ...body, segments: unpackSegments(body.segments) } });
  },
  look: ({ look }) => {
    take({ type: "look", look: readLook(parseJson(look)) });
  },
};

document.addEventListener("keydown", (event) => {
  goBackOn(event, page.trail, actions);
});

window.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
  if (!isRecord(data) || !isRecord(data["body"])) return;
  // The host and this page are built together from one table: a type of the table has the table's body.
  if (data["type"] === "state") void handlers.state(data["body"] as unknown as ToPage["state"]);
  else if (data["type"] === "look") void handlers.look(data["body"] as unknown as ToPage["look"]);
  else if (data["type"] === "rows") void handlers.rows(data["body"] as unknown as ToPage["rows"]);
});

/** Milliseconds for which a new page waits to be told what it was opened for. */
const unasked = 60;

/** Draws the frame of what will come, and asks for it, where nothing was told. */
function begin(): void {
  if (page.host) return;
  draw();
  send("ready", { view: kept.view });
  watch.expect();
}

// What a new page was opened for is on its way: to draw it once is quicker than to draw its frame before.
if (kept.view) begin();
else setTimeout(begin, unasked);
