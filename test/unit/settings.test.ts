import assert from "node:assert/strict";
import { test } from "node:test";
import { SpendError } from "../../src/domain/errors.ts";
import { toText } from "../../src/domain/decimal.ts";
import { parseSettings, rangeBounds, refreshBounds, settingDefaults, settingNames, statusBarChoices, type SettingName, type Settings } from "../../src/model/settings.ts";
import { manifest } from "./modelSupport/manifest.ts";

function parse(values: Partial<Record<SettingName, unknown>>): Settings {
  return parseSettings((name) => values[name]);
}

function href({ baseUrl }: Settings): string {
  return baseUrl instanceof SpendError ? baseUrl.message : baseUrl.href;
}

test("nothing set is the defaults, and nothing is wrong", () => {
  const settings = parse({});
  assert.deepEqual(settings.problems, []);
  assert.equal(href(settings), settingDefaults.apiBaseUrl);
  assert.deepEqual([settings.refreshIntervalMinutes, settings.rangeDays, settings.statusBar], [5, 30, "today"]);
  assert.deepEqual(settings.budgets, { monthly: undefined, daily: undefined });
  assert.deepEqual(parse(settingDefaults).problems, []);
});

test("good values are taken, budgets exactly", () => {
  const settings = parse({ refreshIntervalMinutes: 1, range: 180, "statusBar.show": "both", "budget.monthlyUsd": 0.1, "budget.dailyUsd": 1e-7, apiBaseUrl: " http://localhost:8080/v1/ " });
  assert.deepEqual(settings.problems, []);
  assert.deepEqual([settings.refreshIntervalMinutes, settings.rangeDays, settings.statusBar, href(settings)], [1, 180, "both", "http://localhost:8080/v1"]);
  assert.equal(settings.budgets.monthly && toText(settings.budgets.monthly), "0.1");
  assert.equal(settings.budgets.daily && toText(settings.budgets.daily), "0.0000001");
});

const odd: readonly unknown[] = ["", "5", true, {}, [], [5], Number.NaN, Infinity, -Infinity, -1, 1e300, { valueOf: () => 5 }];
const bad: Readonly<Record<Exclude<SettingName, "apiBaseUrl">, readonly unknown[]>> = {
  refreshIntervalMinutes: [...odd, 0, 0.5, 1.5, 1_441],
  range: [...odd, 0, 1.5, 181],
  "statusBar.show": ["", "Today", "week", 1, true, {}, ["today"], "__proto__", "toString"],
  "budget.monthlyUsd": [...odd, -0.01],
  "budget.dailyUsd": [...odd, -0.01],
  "history.months": [...odd, 0, 1.5, 61],
  "history.hourDays": [...odd, 0, 367],
  "history.minuteDays": [...odd, 0, 32],
};

for (const [name, values] of Object.entries(bad)) {
  test(`every value of ${name} that cannot be used falls back to the default and is named`, () => {
    const good = parse({});
    for (const value of values) {
      const settings = parseSettings((asked) => (asked === name ? value : undefined));
      assert.equal(settings.problems.length, 1, JSON.stringify(value));
      assert.ok(settings.problems[0]?.startsWith(`openaiSpend.${name} is `), settings.problems[0]);
      assert.match(settings.problems[0] ?? "", / is used instead\.$/);
      assert.doesNotMatch(settings.problems[0] ?? "", /undefined/);
      assert.deepEqual({ ...settings, problems: [] }, good);
    }
  });
}

test("an address that cannot be used is never replaced by another", () => {
  for (const value of ["http://api.openai.com/v1", "nonsense", "javascript:alert(1)", "file:///etc/passwd", "https://", "https://key@api.openai.com/v1", "https://api.openai.com/v1?a=b", "https://api.openai.com/v1#x", 5, {}, ["https://api.openai.com/v1"]]) {
    const { baseUrl, problems } = parse({ apiBaseUrl: value });
    assert.ok(baseUrl instanceof SpendError, JSON.stringify(value));
    assert.equal(baseUrl.kind, "badSetting");
    assert.deepEqual(problems, [baseUrl.message]);
    assert.match(baseUrl.message, /^openaiSpend\.apiBaseUrl is ignored: .+\. No request is sent\.$/);
  }
});

test("an emptied address is the default one, and plain http is for this machine only", () => {
  assert.equal(href(parse({ apiBaseUrl: "  " })), settingDefaults.apiBaseUrl);
  for (const good of ["http://localhost:1/v1", "http://127.0.0.1/v1", "http://127.9.9.9/v1", "http://[::1]:80/v1", "https://proxy.example/openai/v1//"]) assert.deepEqual(parse({ apiBaseUrl: good }).problems, [], good);
  for (const evil of ["http://localhost.evil.example", "http://127.0.0.1.nip.io", "http://[::2]/", "http://0.0.0.0/", "http://10.0.0.1/", "http://2130706434/"]) assert.equal(parse({ apiBaseUrl: evil }).problems.length, evil === "http://2130706434/" ? 0 : 1, evil);
});

test("a key that was pasted into the wrong setting is not repeated", () => {
  const key = "sk-admin-abcdefghijklmnopqrstuvwxyz0123456789";
  for (const name of settingNames) {
    const { problems } = parseSettings((asked) => (asked === name ? key : undefined));
    assert.equal(problems.length, 1);
    assert.ok(!problems.join().includes("abcdef"), problems.join());
  }
});

test("names, types, defaults, bounds and choices are those of package.json", () => {
  const { properties } = manifest.contributes.configuration;
  assert.deepEqual(Object.keys(properties).sort(), settingNames.map((name) => `openaiSpend.${name}`).sort());
  for (const name of settingNames) assert.equal(properties[`openaiSpend.${name}`]?.default, settingDefaults[name], name);
  const bounds = (name: SettingName): readonly unknown[] => [properties[`openaiSpend.${name}`]?.type, properties[`openaiSpend.${name}`]?.minimum, properties[`openaiSpend.${name}`]?.maximum];
  assert.deepEqual(bounds("refreshIntervalMinutes"), ["integer", refreshBounds.least, refreshBounds.most]);
  assert.deepEqual(bounds("range"), ["integer", rangeBounds.least, rangeBounds.most]);
  assert.deepEqual(bounds("budget.monthlyUsd").slice(0, 2), ["number", 0]);
  assert.deepEqual(bounds("budget.dailyUsd").slice(0, 2), ["number", 0]);
  assert.deepEqual(properties["openaiSpend.statusBar.show"]?.enum, statusBarChoices);
  assert.equal(properties["openaiSpend.statusBar.show"].enumDescriptions?.length, statusBarChoices.length);
});

test("what package.json lets through, the parser takes", () => {
  for (const name of ["budget.monthlyUsd", "budget.dailyUsd"] as const) {
    const most = manifest.contributes.configuration.properties[`openaiSpend.${name}`]?.maximum;
    assert.ok(typeof most === "number", `${name} has no maximum in the settings editor, and one in the parser`);
    assert.deepEqual(parse({ [name]: most }).problems, []);
    assert.equal(parse({ [name]: most * 2 }).problems.length, 1);
  }
});
