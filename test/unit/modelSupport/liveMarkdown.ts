import MarkdownIt from "markdown-it";

/** What of a Markdown text would be more than text, by a parser told to believe everything: HTML, bare links, all schemes. */
export interface Live {
  readonly links: readonly string[];
  readonly images: readonly string[];
  readonly html: readonly string[];
  /** Code, quotes, lists, rules and headings: structure that none of our texts has. */
  readonly structure: readonly string[];
  readonly tables: number;
  readonly cells: readonly string[];
}

const parser = new MarkdownIt({ html: true, linkify: true, breaks: true });
parser.validateLink = () => true;
const plain = new Set(["inline", "text", "softbreak", "hardbreak", "paragraph", "table", "thead", "tbody", "tr", "th", "td", "strong", "link", "text_special"]);

export function liveMarkdown(text: string): Live {
  const tokens = parser.parse(text, {}).flatMap((token) => [token, ...(token.children ?? [])]);
  const attribute = (type: string, name: string): readonly string[] =>
    tokens.filter((token) => token.type === type).map((token) => token.attrs?.find(([key]) => key === name)?.[1] ?? "");
  return {
    links: attribute("link_open", "href"),
    images: attribute("image", "src"),
    html: tokens.filter(({ type }) => type.startsWith("html")).map(({ content }) => content),
    structure: tokens.map(({ type }) => type).filter((type) => !type.startsWith("html") && type !== "image" && !plain.has(type.replace(/_(open|close)$/, ""))),
    tables: tokens.filter(({ type }) => type === "table_open").length,
    cells: tokens.flatMap((token, index) => (token.type === "td_open" ? [(tokens[index + 1]?.children ?? []).map(({ content }) => content).join("")] : [])),
  };
}
