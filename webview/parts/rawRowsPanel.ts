import { html, nothing, type TemplateResult } from "lit-html";
import { bucketText, rawRow, rowText, type RowPlace } from "../../src/domain/rawRows.ts";
import type { RawRowsAt } from "../state/page.ts";
import { bucketName, bucketTraits, type BucketTrait } from "../view/bucketTraits.ts";
import { sameBuckets, type Drawing } from "../view/drawing.ts";
import { rawBucket, type RawBucket } from "../view/rawBucket.ts";
import { count } from "../view/words.ts";
import { chevronIcon, closeIcon, copyIcon, nextIcon } from "./icons.ts";
import type { PageActions } from "./pageActions.ts";

/** Rows on the page at first, and as many more each time. */
const step = 200;

/** The rows of one bucket, rebuilt from what is kept, at the page's lower edge. Nothing is fetched for it. */
export class RawRowsPanel {
  #opener: Element | null = null;
  #wasOpen = false;
  #shown = step;
  #said = "";
  #made: { readonly drawing: Drawing; readonly at: RawRowsAt; readonly raw: RawBucket } | undefined;

  template(at: RawRowsAt | null, drawing: Drawing | null, actions: PageActions): TemplateResult | typeof nothing {
    if (!at) return nothing;
    if (!this.#wasOpen) this.#opener = document.activeElement;
    const close = (): void => {
      actions.closeRawRows();
      if (this.#opener instanceof HTMLElement) this.#opener.focus();
    };
    const raw = drawing && this.#rawOf(drawing, at);
    return html`<section
      class="raw"
      aria-labelledby="raw-title"
      tabindex="-1"
      @keydown=${(event: KeyboardEvent) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        close();
      }}
    >
      <div class="raw-head">
        <h2 id="raw-title">Raw rows</h2>
        ${drawing && raw ? this.#picker(drawing, raw, actions) : html`<p class="raw-picker" role="status">Nothing is loaded for this question yet.</p>`}
        <button class="icon-button raw-close" type="button" aria-label="Close raw rows" title="Close (Escape)" @click=${close}>${closeIcon}</button>
      </div>
      ${drawing && raw ? this.#body(drawing, raw, actions) : nothing}
    </section>`;
  }

  /** Once the page stands: what has just been opened takes the focus. */
  afterRender(at: RawRowsAt | null): void {
    if (at && !this.#wasOpen) document.querySelector<HTMLElement>(".raw")?.focus();
    this.#wasOpen = at !== null;
  }

  #rawOf(drawing: Drawing, at: RawRowsAt): RawBucket {
    if (this.#made?.drawing !== drawing || this.#made.at !== at) {
      const before = this.#made;
      this.#made = { drawing, at, raw: rawBucket(drawing, at) };
      // Newer numbers of the same bucket fold up nothing that was unfolded.
      if (before?.at !== at || before.raw.from !== this.#made.raw.from || !sameBuckets(before.drawing, drawing)) this.#shown = step;
      if (before?.at !== at || before.drawing.breakdown !== drawing.breakdown) this.#said = "";
    }
    return this.#made.raw;
  }

  #picker(drawing: Drawing, { bucket, from, to, places }: RawBucket, actions: PageActions): TemplateResult {
    const { starts } = drawing.breakdown;
    const go = (label: string, to: number, className: string): TemplateResult => {
      const start = starts[to];
      return html`<button class="icon-button" type="button" aria-label=${label} title=${label} aria-disabled=${start === undefined ? "true" : nothing} @click=${() => { if (start !== undefined) actions.rawRows(start); }}>
        <span class=${className}>${nextIcon}</span>
      </button>`;
    };
    const copy = (): void => {
      const text = bucketText(from, to, places.map((place) => textOf(drawing, place)));
      void navigator.clipboard.writeText(text).then(
        () => { this.#say(`Copied ${count(places.length, "row")}`, actions); },
        () => { this.#say("The clipboard cannot be written", actions); },
      );
    };
    return html`<div class="raw-picker">
        ${go("Bucket before", bucket - 1, "turned")}
        <p role="status">${bucketName(drawing, bucket)} UTC · ${count(places.length, "row")}</p>
        ${go("Bucket after", bucket + 1, "")}
      </div>
      <button class="button" type="button" @click=${copy}>${copyIcon}Copy as JSON</button>
      <span class="raw-said" role="status">${this.#said}</span>`;
  }

  #say(text: string, actions: PageActions): void {
    this.#said = text;
    actions.redraw();
  }

  #body(drawing: Drawing, { bucket, places }: RawBucket, actions: PageActions): TemplateResult {
    const left = places.length - this.#shown;
    const more = html`<button class="button" type="button" @click=${() => { this.#shown += step; actions.redraw(); }}>Show ${count(Math.min(step, left), "more", "more")}${chevronIcon}</button>`;
    const none = html`<p class="raw-none">${whyNone(bucketTraits(drawing)[bucket])}</p>`;
    return html`<div class="raw-rows" role="region" aria-label="Rows of the bucket" tabindex="0">
        ${places.length === 0 ? none : html`<ol class="raw-list">${places.slice(0, this.#shown).map((place) => html`<li><code>${textOf(drawing, place)}</code></li>`)}</ol>`}
        ${left > 0 ? more : nothing}
      </div>
      <p class="raw-note">In the API's shape, rebuilt from what is kept: each number to its last digit, rows and fields in a fixed order, null where a row is attributed to nothing. Fields that were not reported are left out, and so are organization_id and what the rows are not grouped by.${Object.keys(drawing.query.filters).length > 0 ? " Only rows that the filters keep." : ""}</p>`;
  }
}

function whyNone(trait: BucketTrait | undefined): string {
  if (trait === "ahead") return "This bucket is still to come.";
  if (trait === "expired") return "OpenAI no longer keeps this bucket.";
  return trait === "missing" ? "This bucket is not loaded." : "OpenAI reported no row in this bucket.";
}

function textOf({ rows }: Drawing, place: RowPlace): string {
  return rowText(rawRow(place, (id) => (id === 0 ? null : (rows.texts[id - 1] ?? null))));
}
