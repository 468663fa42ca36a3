import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { checkout } from "../harness/checkout.ts";
import { manifest, manifestText, readCheckout } from "./modelSupport/manifest.ts";
import { remedyLabels } from "../../src/model/statusText.ts";
import { tooltipCommands } from "../../src/model/todayTooltip.ts";

const { commands, menus, views, viewsContainers, viewsWelcome, walkthroughs, configuration } = manifest.contributes;
const declared = new Set(commands.map(({ command }) => command));

/** `src/host` cannot be imported without VS Code: its tables are read as text. */
const commandTable = [...readCheckout("src/host/commandTable.ts").matchAll(/^ {2}"(openaiSpend\.\w+)":/gm)].map(([, id]) => id ?? "");
const sources = readdirSync(path.join(checkout, "src"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => ({ file, text: readFileSync(path.join(checkout, "src", file), "utf8") }));

test("every command is in the command table and in package.json, once", () => {
  assert.ok(commandTable.length > 10);
  assert.deepEqual(commandTable.toSorted(), commands.map(({ command }) => command).toSorted());
  assert.equal(declared.size, commands.length);
});

test("the commands that others rely on have exactly these titles", () => {
  const titles = Object.fromEntries(commands.map(({ command, title }) => [command, title]));
  const promised = {
    "openaiSpend.setAdminKey": "Set Admin Key",
    "openaiSpend.removeAdminKey": "Remove Admin Key",
    "openaiSpend.refresh": "Refresh",
    "openaiSpend.openDashboard": "Open Dashboard",
    "openaiSpend.showToday": "Show Today's Cost",
    "openaiSpend.exportData": "Export Data",
    "openaiSpend.copyAsCurl": "Copy Query as cURL",
    "openaiSpend.checkAccess": "Check Admin Key Access",
    "openaiSpend.useSampleOrganization": "Explore Sample Organization",
    "openaiSpend.showLog": "Show Log",
    "openaiSpend.clearHistory": "Clear Local History",
  };
  for (const [command, title] of Object.entries(promised)) assert.equal(titles[command], title);
  assert.ok(commands.every(({ category }) => category === "OpenAI Spend"));
  const hidden = menus["commandPalette"]?.map(({ command }) => command) ?? [];
  for (const command of Object.keys(promised)) assert.ok(!hidden.includes(command), `${command} is in the palette without conditions`);
});

test("views, container and settings have the promised ids and names", () => {
  assert.deepEqual(viewsContainers.activitybar.map(({ id, title }) => [id, title]), [["openaiSpend", "OpenAI Spend"]]);
  assert.deepEqual(views["openaiSpend"]?.map(({ id, name }) => [id, name]), [["openaiSpend.projects", "Projects"], ["openaiSpend.endpoints", "Endpoints"]]);
  const names = ["apiBaseUrl", "refreshIntervalMinutes", "range", "statusBar.show", "budget.monthlyUsd", "budget.dailyUsd", "history.months", "history.hourDays", "history.minuteDays"];
  assert.deepEqual(Object.keys(configuration.properties), names.map((name) => `openaiSpend.${name}`));
  // A workspace that could set the address could have the key's requests sent elsewhere.
  assert.equal(configuration.properties["openaiSpend.apiBaseUrl"]?.scope, "application");
  assert.equal(configuration.properties["openaiSpend.refreshIntervalMinutes"]?.default, 5);
  assert.equal(configuration.properties["openaiSpend.refreshIntervalMinutes"].minimum, 1);
});

test("the extension is who, where and when it is promised to be", () => {
  assert.equal(`${manifest.publisher}.${manifest.name}`, "openai-spend.openai-spend");
  assert.equal(manifest.engines["vscode"], "^1.110.0");
  assert.deepEqual(manifest.extensionKind, ["ui", "workspace"]);
  assert.deepEqual(manifest.capabilities, { virtualWorkspaces: true, untrustedWorkspaces: { supported: true } });
  assert.deepEqual(manifest.activationEvents, ["onStartupFinished", "onWebviewPanel:openaiSpend.dashboard"]);
  assert.ok(manifest.activationEvents.includes(`onWebviewPanel:${/dashboardType = "([\w.]+)"/.exec(readCheckout("src/host/dashboardPanel.ts"))?.[1] ?? ""}`));
});

test("every menu entry names a command and a view that exist", () => {
  const viewIds = Object.values(views).flat().map(({ id }) => id);
  for (const [place, entries] of Object.entries(menus))
    for (const { command, when } of entries) {
      assert.ok(declared.has(command), `${place}: ${command}`);
      for (const [, id] of when.matchAll(/view == ([\w.]+)/g)) assert.ok(viewIds.includes(id ?? ""), `${place}: ${when}`);
      const pattern = /view =~ \/(.+?)\/(?:$| &&)/.exec(when)?.[1];
      if (pattern !== undefined) assert.ok(viewIds.some((id) => new RegExp(pattern).test(id)), when);
    }
  for (const { view } of viewsWelcome) assert.ok(viewIds.includes(view), view);
});

test("what a menu asks of a tree line is something that tree lines say", () => {
  const items = sources.find(({ file }) => file.endsWith("treeItems.ts"))?.text ?? "";
  for (const { when } of menus["view/item/context"] ?? []) {
    const wanted = /viewItem (?:== (\w+)|=~ \/\^\(([\w|]+)\)\$\/)/.exec(when);
    assert.ok(wanted, when);
    for (const value of (wanted[1] ?? wanted[2] ?? "").split("|")) assert.ok(items.includes(`"${value}"`), `no tree line is "${value}"`);
  }
});

test("every condition on the account names a kind of account there is", () => {
  const kinds = [...readCheckout("src/model/account.ts").matchAll(/kind: "(\w+)"/g)].map(([, kind]) => kind);
  // Refused for another reason than the address, and told apart for the welcome text only.
  kinds.push(/"(unreadable)"/.exec(readCheckout("src/host/accountSource.ts"))?.[1]);
  for (const [, compared, pattern] of manifestText.matchAll(/openaiSpend\.account (?:[=!]= '(\w+)'|=~ \/\^\(([\w|]+)\)\$\/)/g))
    for (const kind of (compared ?? pattern ?? "").split("|")) assert.ok(kinds.includes(kind), kind);
  assert.ok(sources.some(({ text }) => text.includes('"setContext", "openaiSpend.account"')));
});

test("every condition on the year names a state there is", () => {
  const states = [...(/type Year = (.+);/.exec(readCheckout("src/host/showHistory.ts"))?.[1] ?? "").matchAll(/"(\w+)"/g)].map(([, state]) => state);
  for (const [, state] of manifestText.matchAll(/openaiSpend\.year == '(\w+)'/g)) assert.ok(states.includes(state), state);
  assert.ok(sources.some(({ text }) => text.includes('"setContext", "openaiSpend.year"')));
});

test("every command link in texts, and every command that the code calls, exists", () => {
  const linked = [...manifestText.matchAll(/command:(openaiSpend\.\w+)/g), ...manifestText.matchAll(/onCommand:(openaiSpend\.\w+)/g)].map(([, id]) => id ?? "");
  assert.ok(linked.length > 5);
  const called = sources.flatMap(({ text }) => [...text.matchAll(/"(openaiSpend\.\w+)"/g)].map(([, id]) => id ?? ""));
  const known = new Set([...declared, ...Object.values(views).flat().map(({ id }) => id), "openaiSpend.today", "openaiSpend.dashboard", "openaiSpend.account", "openaiSpend.year"]);
  for (const id of [...linked, ...called, ...Object.values(tooltipCommands)]) assert.ok(known.has(id), id);
  for (const file of ["sample.md", "key.md", "access.md", "dashboard.md", "budget.md"])
    for (const [, id] of readCheckout(`media/walkthrough/${file}`).matchAll(/command:([\w.]+)/g)) assert.ok(declared.has(id ?? ""), `${file}: ${id ?? ""}`);
});

test("the link to the walkthrough names this extension and a walkthrough of it", () => {
  const [, named = ""] = /openWalkthrough\?(%22[^)\s"]+%22)/.exec(manifestText) ?? [];
  assert.equal(decodeURIComponent(named), `"${manifest.publisher}.${manifest.name}#${walkthroughs[0]?.id ?? ""}"`);
});

test("buttons are called what the commands behind them are called", () => {
  const titles = Object.fromEntries(commands.map(({ command, title }) => [command, title]));
  for (const [action, label] of Object.entries(remedyLabels)) if (action !== "refresh") assert.equal(titles[`openaiSpend.${action}`], label);
});

test("every file that package.json names exists", () => {
  const files = [
    manifest.icon,
    ...viewsContainers.activitybar.map(({ icon }) => icon),
    ...Object.values(views).flat().map(({ icon }) => icon),
    ...walkthroughs.flatMap(({ steps }) => steps.flatMap(({ media }) => Object.values(media))),
    ...sources.flatMap(({ text }) => [...text.matchAll(/"media", "([\w.]+)"/g)].map(([, name]) => `media/${name ?? ""}`)),
  ].filter((file) => file.startsWith("media/") || !file.includes("$("));
  for (const file of files) assert.ok(existsSync(path.join(checkout, file)), file);
  for (const file of readdirSync(path.join(checkout, "media/walkthrough"))) assert.ok(manifestText.includes(`media/walkthrough/${file}`), `${file} is not used`);
});

test("icons are written as VS Code reads them, and every inline or title entry has one", () => {
  for (const { icon, command } of commands) if (icon !== undefined) assert.match(icon, /^\$\([a-z][a-z-]*\)$/, command);
  const withIcon = new Set(commands.filter(({ icon }) => icon !== undefined).map(({ command }) => command));
  for (const entry of Object.values(menus).flat()) if (entry.group?.startsWith("inline") || entry.group?.startsWith("navigation")) assert.ok(withIcon.has(entry.command), entry.command);
});

test("settings describe themselves, and none but the address's default is an address", () => {
  for (const [name, setting] of Object.entries(configuration.properties)) {
    assert.ok(setting.markdownDescription.length > 10, name);
    assert.ok(["application", "window"].includes(setting.scope), name);
  }
});
