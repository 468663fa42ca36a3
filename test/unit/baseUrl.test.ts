import assert from "node:assert/strict";
import { test } from "node:test";
import { parseBaseUrl } from "../../src/api/baseUrl.ts";
import { thrown } from "./support/refusal.ts";

/** Where requests may go. */

test("https anywhere, plain http on this machine only", () => {
  const good = {
    "https://api.openai.com/v1": "https://api.openai.com/v1",
    " https://api.openai.com/v1// ": "https://api.openai.com/v1",
    "https://eu.api.openai.com:8443/a/../v1": "https://eu.api.openai.com:8443/v1",
    "https://example.com": "https://example.com",
    "http://localhost:8080/v1": "http://localhost:8080/v1",
    "http://127.0.0.1:1/v1": "http://127.0.0.1:1/v1",
    "http://127.1/v1": "http://127.0.0.1/v1",
    "http://[::1]:9/v1": "http://[::1]:9/v1",
  };
  for (const [text, href] of Object.entries(good)) {
    const url = parseBaseUrl(text);
    assert.equal(url.href, href);
    assert.deepEqual([url.origin, url.host], [new URL(href).origin, new URL(href).host]);
  }
});

test("anything else is refused, and the text itself is not repeated", () => {
  const bad = ["", "api.openai.com", "ftp://x", "file:///etc/passwd", "javascript:alert(1)", "http://api.openai.com/v1", "http://10.0.0.1", "http://0.0.0.0", "http://127.0.0.1.nip.io", "http://localhost.example.com", "http://localhost@example.com", "http://[::ffff:8.8.8.8]", "https://user:secret@api.openai.com", "https://api.openai.com/?key=secret", "https://api.openai.com/#secret", "https://", "http://127.0.0.1:99999"];
  for (const text of bad) {
    const error = thrown(() => parseBaseUrl(text), "badSetting");
    assert.match(error.message, /openaiSpend\.apiBaseUrl is ignored: .* No request is sent\./, text);
    assert.ok(!error.message.includes("secret"));
  }
});
