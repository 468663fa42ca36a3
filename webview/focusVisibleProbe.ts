/**
 * While it loads, the toolkit's base library puts a style element into the page, to learn whether the browser knows
 * `:focus-visible`. The page's content security policy refuses style elements, rightly, and reports the attempt; and the
 * toolkit then draws focus rings on every click. Chromium has known the selector since 2020, so this one probe is handed
 * a constructed sheet, which needs no element. Must be imported before the toolkit; takes itself away once used.
 */
const create = (name: string): HTMLElement => document.createElementNS("http://www.w3.org/1999/xhtml", name);

Object.defineProperty(document, "createElement", {
  configurable: true,
  value: (name: string): HTMLElement => {
    if (name !== "style") return create(name);
    Reflect.deleteProperty(document, "createElement");
    return Object.defineProperty(create("meta"), "sheet", { value: new CSSStyleSheet() });
  },
});
