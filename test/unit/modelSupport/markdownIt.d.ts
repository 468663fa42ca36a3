/** What the tests use of markdown-it, which comes with the packaging tool and has no types of its own. */
declare module "markdown-it" {
  interface Token {
    readonly type: string;
    readonly content: string;
    readonly attrs: readonly (readonly [string, string])[] | null;
    readonly children: readonly Token[] | null;
  }
  class MarkdownIt {
    constructor(options?: { readonly html?: boolean; readonly linkify?: boolean; readonly breaks?: boolean });
    validateLink(url: string): boolean;
    parse(text: string, environment: object): readonly Token[];
    render(text: string): string;
  }
  export default MarkdownIt;
}
