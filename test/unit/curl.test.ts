import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { parseBaseUrl } from "../../src/api/baseUrl.ts";
import { curlText } from "../../src/api/curl.ts";
import { hostileNames } from "../server/organizations.ts";

/** The command that is copied, read by a real shell in which `curl` only says what it was given. */

const key = "sk-admin-from-the-environment";

function argumentsOf(command: string): readonly string[] {
  const said = execFileSync("sh", ["-c", `curl() { printf '%s\\0' "$@"; }\n${command}`], { encoding: "utf8", env: { OPENAI_ADMIN_KEY: key, PATH: process.env["PATH"] } });
  return said.split("\0").slice(0, -1);
}

test("the shell gets one address and one header, and the key stands nowhere in the text", () => {
  const text = curlText("costs", { start_time: 5, group_by: ["project_id", "line_item"], project_ids: ["a", "b"] }, undefined);
  assert.ok(!text.includes(key));
  assert.ok(text.includes("$OPENAI_ADMIN_KEY"));
  assert.deepEqual(argumentsOf(text), ["https://api.openai.com/v1/organization/costs?start_time=5&group_by=project_id&group_by=line_item&project_ids=a&project_ids=b", "-H", `Authorization: Bearer ${key}`]);
});

test("no value breaks out of its quotes", () => {
  const values = [...hostileNames.filter((name) => name !== "" && !name.includes("\0")), "'; touch /tmp/pwned; '", "$(id)", "`id`", "\\'", "a'b\"c", "%27", "[1-3]{a,b}"];
  for (const value of values) {
    const [address = "", ...rest] = argumentsOf(curlText("costs", { start_time: 5, line_items: [value] }, parseBaseUrl("https://api.openai.com/it's/v1")));
    assert.deepEqual(rest, ["-H", `Authorization: Bearer ${key}`]);
    assert.deepEqual(new URL(address).searchParams.getAll("line_items"), [value]);
  }
});
