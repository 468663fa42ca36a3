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

/** A choice of one, under a visible label. Options are named here, since they take their name from their text only once. */
export function dropdown({ id, label, value, choices, disabled = false, onChoose }: DropdownOptions): TemplateResult {
  const choose = (event: Event): void => {
    const chosen = valueOf(event.target);
    if (chosen !== value && choices.some((choice) => choice.value === chosen && choice.refused === undefined)) onChoose(chosen);
  };
  return html`<div class="field" data-field=${id}>
    <label class="field-label" aria-hidden="true" @click=${focusNext}>${label}</label>
    <vscode-dropdown class="dropdown" aria-label=${label} data-chosen=${choices.find((choice) => choice.value === value)?.label ?? ""} ?disabled=${disabled} @change=${choose} ${holdValue(value, choices)}>
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
 * changed.
 */
class HoldValue extends Directive {
  #held: string | undefined;

  constructor(info: PartInfo) {
    super(info);
    if (info.type !== PartType.ELEMENT) throw new Error("holdValue stands on an element");
  }

  override render(value: string, choices: readonly Choice[]): string {
    return JSON.stringify([value, choices.map((choice) => [choice.value, choice.label])]);
  }

  override update(part: ElementPart, [value, choices]: [string, readonly Choice[]]): typeof nothing {
    const wanted = this.render(value, choices);
    const { element } = part;
    setValue(element, value);
    if (wanted !== this.#held) {
      this.#held = wanted;
      void customElements.whenDefined(element.localName).then(() => {
        if (this.#held !== wanted) return;
        setValue(element, value);
        requestAnimationFrame(() => {
          if (this.#held !== wanted) return;
          setValue(element, "");
          setValue(element, value);
        });
      });
    }
    return nothing;
  }
}
const holdValue = directive(HoldValue);

function valueOf(target: EventTarget | null): string {
  return target && "value" in target && typeof target.value === "string" ? target.value : "";
}

function setValue(element: Element, value: string): void {
  if ("value" in element && element.value !== value) element.value = value;
}

/** Turns while something is on its way; what that is stands in words beside it. */
export function progressRing(): TemplateResult {
  return html`<vscode-progress-ring class="ring" aria-hidden="true"></vscode-progress-ring>`;
}
