import { html, nothing, type TemplateResult } from "lit-html";
import { Directive, directive, PartType, type ElementPart, type PartInfo } from "lit-html/directive.js";

/**
 * The page's controls. The toolkit is retired upstream; this file and `toolkitLibrary.ts` are all that knows of it, so
 * that another set of components is their work alone. The elements come alive after the first drawing: until then the
 * style sheet draws them, in their place and with what they will say.
 */

export interface Choice {
  readonly value: string;
  readonly label: string;
  /** Why it cannot be chosen; shown where the choice stands. */
  readonly refused?: string | undefined;
  /** Can be chosen, though there is little to be had. */
  readonly faint?: boolean;
}

interface DropdownOptions {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly choices: readonly Choice[];
  readonly disabled?: boolean;
  readonly onChoose: (value: string) => void;
}

/**
 * A choice of one, under a visible label. Options are named here, since they take their name from their text only once.
 * Until it comes alive and says itself what it is, it is a group, which may have a name where a mere element may not.
 */
export function dropdown({ id, label, value, choices, disabled = false, onChoose }: DropdownOptions): TemplateResult {
  const choose = (event: Event): void => {
    const chosen = valueOf(event.target);
    if (chosen !== value && choices.some((choice) => choice.value === chosen && choice.refused === undefined)) onChoose(chosen);
  };
  return html`<div class="field" data-field=${id}>
    <label class="field-label" aria-hidden="true" @click=${focusNext}>${label}</label>
    <vscode-dropdown class="dropdown" role="group" aria-label=${label} data-chosen=${choices.find((choice) => choice.value === value)?.label ?? ""} ?disabled=${disabled} @change=${choose} ${holdValue(value, choices)}>
      ${choices.map(
        (choice) =>
          html`<vscode-option
            class=${choice.faint ? "faint" : ""}
            value=${choice.value}
            aria-label=${choice.label}
            title=${choice.refused ?? nothing}
            ?disabled=${choice.refused !== undefined && choice.value !== value}
            >${choice.label}</vscode-option
          >`,
      )}
    </vscode-dropdown>
  </div>`;
}

/** The label is not tied to the element (it has no native control inside); a click on it still leads there. */
function focusNext(event: Event): void {
  const next = event.currentTarget instanceof Element ? event.currentTarget.nextElementSibling : null;
  if (next instanceof HTMLElement) next.focus();
}

/**
 * Keeps a dropdown at a value. Its options are taken in a task after they are rendered, or it has come alive, and
 * whichever is first counts as chosen until then; so the value is set at once, and once more when they are there.
 * Setting it anew also makes the toolkit read the chosen option's text again, which it does not when only the text has
 * changed. An open list is left alone until it closes: who moves through it by keys would be put back at each drawing.
 */
class HoldValue extends Directive {
  #held: string | undefined;
  #closing: MutationObserver | undefined;

  constructor(info: PartInfo) {
    super(info);
    if (info.type !== PartType.ELEMENT) throw new Error("holdValue stands on an element");
  }

  override render(value: string, choices: readonly Choice[]): string {
    return JSON.stringify([value, choices.map((choice) => [choice.value, choice.label])]);
  }

  override update(part: ElementPart, [value, choices]: [string, readonly Choice[]]): typeof nothing {
    const { element } = part;
    this.#closing?.disconnect();
    this.#closing = undefined;
    if (isOpen(element)) this.#whenClosed(element, () => this.update(part, [value, choices]));
    else this.#hold(element, value, this.render(value, choices));
    return nothing;
  }

  #hold(element: Element, value: string, wanted: string): void {
    setValue(element, value);
    if (wanted === this.#held) return;
    this.#held = wanted;
    void customElements.whenDefined(element.localName).then(() => {
      if (this.#held !== wanted) return;
      setValue(element, value);
      requestAnimationFrame(() => {
        if (this.#held !== wanted) return;
        if (isOpen(element)) {
          this.#held = undefined; // to be done yet, when it has closed
          return;
        }
        setValue(element, "");
        setValue(element, value);
      });
    });
  }

  /** A frame later: what was chosen by closing it is drawn by then, and held in place of this. */
  #whenClosed(element: Element, act: () => void): void {
    const closing = new MutationObserver(() => {
      if (isOpen(element)) return;
      requestAnimationFrame(() => {
        if (this.#closing === closing) act();
      });
    });
    this.#closing = closing;
    closing.observe(element, { attributeFilter: ["open"] });
  }
}
const holdValue = directive(HoldValue);

function isOpen(element: Element): boolean {
  return "open" in element && element.open === true;
}

function valueOf(target: EventTarget | null): string {
  return target && "value" in target && typeof target.value === "string" ? target.value : "";
}

function setValue(element: Element, value: string): void {
  if ("value" in element && element.value !== value) element.value = value;
}
