import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseBaseUrl } from "../../src/api/baseUrl.ts";
import { SpendError } from "../../src/domain/errors.ts";
import { markdownText, plainText } from "../../src/domain/plainText.ts";
import { glanceOf } from "../../src/model/figures.ts";
import { todayTooltip, tooltipCommands } from "../../src/model/todayTooltip.ts";
import { projectLines } from "../../src/model/treeData.ts";
import { hostileNames, hostileOrganization } from "../server/organizations.ts";
import { createSampleOrganization, sampleSeed } from "../../src/sample/sampleOrganization.ts";
import { figureText } from "../../src/model/todayText.ts";
import { liveMarkdown } from "./modelSupport/liveMarkdown.ts";
import { defaultView } from "../../src/domain/viewQuery.ts";
import { checkViewQuery } from "../../src/shared/checkMessage.ts";
import { modelOnSample, realAccount, sampleAccount } from "./modelSupport/modelOnSample.ts";

const ours: readonly string[] = Object.values(tooltipCommands).map((command) => `command:${command}`);

/** One of our commands; with an argument only where that is a question about the whole organization, which holds no name. */
function isOurs(link: string): boolean {
  const [command = "", argument] = link.split("?");
  if (!ours.includes(command) || argument === undefined) return ours.includes(link);
  const [query] = JSON.parse(decodeURIComponent(argument)) as readonly unknown[];
  const view = checkViewQuery(query);
  return view !== undefined && Object.keys(view.filters).length === 0;
}

/** Names that try each way out of a Markdown table cell. */
const names: readonly string[] = [
  ...hostileNames,
  "[x](command:workbench.action.quit)",
  "![x](https://evil.example/pixel.png)",
  "<a href='command:workbench.action.quit'>x</a>",
  "<https://evil.example>",
  "https://evil.example/ www.evil.example mailto:a@b.example a@b.example",
  "a | b | c \\| d \\\\| e",
  "`code` ``more`` ~~~",
  "# heading\n\n- list\n\n---\n\n1. one\n\n> quote",
  "line\u2028separator\u0085next\u000bline",
  "[ref][1]\n\n[1]: command:workbench.action.quit",
  "&lt;img src=x&gt; &#60;b&#62; &amp;",
  "*a* _b_ **c** __d__ ~~e~~ \\*f\\*",
  "$(trash) $$x$$ ${x}",
  "\u202Emoc.live\u202C",
  "](command:workbench.action.quit)",
  "\\](command:workbench.action.quit)",
  "&#93;(command&#58;workbench.action.quit)",
];

function assertInert(markdown: string, tables: number): void {
  const live = liveMarkdown(markdown);
  assert.deepEqual(live.links.filter((link) => !isOurs(link)), [], markdown);
  assert.deepEqual(live.images, [], markdown);
  assert.deepEqual(live.html, [], markdown);
  assert.deepEqual(live.structure, [], markdown);
  assert.equal(live.tables, tables, markdown);
}

test("the parser of these tests does see what is live", () => {
  const live = liveMarkdown("[a](command:x) <b>c</b> https://d.example\n\n`e`\n\n![f](g)");
  assert.deepEqual([live.links, live.html.length, live.structure, live.images], [["command:x", "https://d.example"], 2, ["code_inline"], ["g"]]);
});

for (const [index, name] of names.entries())
  test(`hostile name ${String(index)} stays text in the tooltip: ${JSON.stringify(name).slice(0, 50)}`, async () => {
    const organization = (now: number) => {
      const sample = createSampleOrganization(sampleSeed, now);
      return { ...sample, projects: sample.projects.map((project) => ({ ...project, name })) };
    };
    const { model } = await modelOnSample(realAccount, {}, organization);
    const [first] = projectLines(model);
    const tooltip = todayTooltip(model, first?.value ?? undefined);
    assertInert(tooltip, 2);
    const cells = liveMarkdown(tooltip).cells;
    if (name !== "") assert.ok(cells.includes(plainText(name, 40)), `${JSON.stringify(cells)} lacks the name as plain text`);
    assert.ok(cells.every((cell) => cell.length < 80));
  });

test("the hostile organization as a whole stays text", async () => {
  const { model } = await modelOnSample(realAccount, {}, hostileOrganization);
  assertInert(todayTooltip(model, "[bound](command:workbench.action.quit) | x"), 2);
});

test("any text at all stays text, and reads as it is", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary", maxLength: 40 }), fc.array(fc.constantFrom(...Array.from("[]()<>!`*_~|\\#&;:/.@-+ \nahw1")), { maxLength: 30 }).map((characters) => characters.join(""))), (text) => {
      const live = liveMarkdown(`| | |\n|:--|--:|\n| ${markdownText(text)} | 1 |`);
      assert.deepEqual([live.links, live.images, live.html, live.structure, live.tables], [[], [], [], [], 1]);
      assert.equal(live.cells.length, 2);
      assert.equal(live.cells[0], plainText(text));
    }),
    { numRuns: 2_000 },
  );
});

test("the host, the organization and an error's own words stay text", async () => {
  const stand = await modelOnSample({ ...realAccount, baseUrl: parseBaseUrl("https://a_b_c.~x~.*d*.example/v1") });
  assert.ok(stand.model.session);
  stand.model.session.history.organization = "[org](command:workbench.action.quit)<img src=x>";
  stand.change = () => ({ status: 500, body: { error: { message: "![x](https://evil.example) [y](command:z) | <b>", type: "x", param: null, code: null } } });
  stand.clock.advance(600_000);
  await stand.model.refresh();
  assert.match(glanceOf(stand.model).error?.message ?? "", /evil\.example/);
  assertInert(todayTooltip(stand.model, undefined), 2);
  const refused = await modelOnSample({ kind: "refused", error: new SpendError("badSetting", "[x](command:y) <b>") });
  assertInert(todayTooltip(refused.model, undefined), 0);
});

test("the tooltip says today with its reset, yesterday, the month, the run rate as an estimate, the top three and as of when", async () => {
  const { model } = await modelOnSample(realAccount, { "budget.monthlyUsd": 10_000, "budget.dailyUsd": 1_000 });
  const glance = glanceOf(model);
  const tooltip = todayTooltip(model, undefined);
  const { cells, links } = liveMarkdown(tooltip);
  const at = (label: string): string | undefined => cells[cells.indexOf(label) + 1];
  assert.ok(at("Today (UTC)")?.startsWith(`${figureText(glance.today)} (`));
  assert.match(at("Today (UTC)") ?? "", /\(\d+\.\d% of \$1,000\.00\)$/);
  assert.equal(at("Yesterday"), figureText(glance.yesterday));
  assert.match(at("Month to date") ?? "", /of \$10,000\.00\)$/);
  assert.ok(cells.includes("Run rate to month end (estimate)"));
  assert.equal(cells.length, 8 + 6);
  assert.match(tooltip, /Today is the UTC day; it resets at \d\d:\d\d local time\. As of \d\d:\d\d\./);
  assert.deepEqual(links.slice(3), ["command:openaiSpend.openDashboard", "command:openaiSpend.refresh"]);
  assert.ok(links.every(isOurs));
  const asked = links.slice(0, 3).map((link) => checkViewQuery((JSON.parse(decodeURIComponent(link.split("?")[1] ?? "")) as readonly unknown[])[0]));
  assert.deepEqual(asked, [{ ...defaultView, range: "today" }, { ...defaultView, range: { from: "2026-11-21", to: "2026-11-21" } }, { ...defaultView, range: "monthToDate" }]);
  assert.match(tooltip, /api\\\.openai\\\.com/);
});

test("the sample's tooltip says that it is not real", async () => {
  const { model } = await modelOnSample(sampleAccount);
  assert.match(todayTooltip(model, undefined), /^\*\*Sample organization: not real data\*\*/);
});

test("the project that the workspace is bound to has its own row, or a dash", async () => {
  const { model } = await modelOnSample();
  const [first] = projectLines(model);
  assert.ok(first?.value);
  const { cells } = liveMarkdown(todayTooltip(model, first.value));
  assert.match(cells[cells.indexOf(`This workspace today (${first.name})`) + 1] ?? "", /^\$/);
  const gone = liveMarkdown(todayTooltip(model, "proj_gone")).cells;
  assert.equal(gone[gone.indexOf("This workspace today (proj_gone)") + 1], "—");
});
