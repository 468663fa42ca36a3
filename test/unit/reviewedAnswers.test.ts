import assert from "node:assert/strict";
import { test } from "node:test";
import { glanceOf } from "../../src/model/figures.ts";
import { endpointLine } from "../../src/model/treeData.ts";
import { withModel } from "./modelSupport/modelOnServer.ts";

/** Answers that once got through: each of these showed a wrong state without saying so. */

test("a server that keeps data only from a day to come is not believed: an error, never an empty total", async () => {
  await withModel({}, async ({ start, model, server }) => {
    const message = "Invalid start_time. Earliest supported start date: 2099-01-01 (UTC).";
    const body = JSON.stringify({ error: { message, type: "invalid_request_error", param: "start_time", code: "reporting_lookback_exceeded" } });
    server.behave({ does: "text", status: 400, body, contentType: "application/json" });
    await start();
    const glance = glanceOf(model);
    assert.equal(glance.today.kind, "pending");
    assert.equal(glance.error?.kind, "untrusted");
    assert.match(glance.error.message, /2099-01-01 on, which has not come yet/);
  });
});

test("what the API says cannot become a link or a command where VS Code makes links of [text](target)", async () => {
  await withModel({}, async ({ start, model, server }) => {
    const body = JSON.stringify({ error: { message: "See [here](command:workbench.action.quit).", type: "x", param: null, code: null } });
    server.behave({ does: "text", status: 400, body, contentType: "application/json" }, { endpoint: "costs" });
    await start();
    const message = endpointLine(model, "costs").error?.message ?? "";
    assert.match(message, /here/);
    assert.ok(!message.includes("]("), message);
  });
});
