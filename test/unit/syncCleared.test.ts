import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { projectLines } from "../../src/model/treeData.ts";
import { largeOrganization } from "../server/organizations.ts";
import { exactGlance } from "./modelSupport/figureWords.ts";
import { turnsUntil, withMachine } from "./support/machine.ts";
import { surfaces } from "./support/surfaces.ts";

/** History that a person clears, beside other windows, a locked file and a refresh under way. */

const minute = 60_000;
const organization = largeOrganization({ projects: 3, keysPerProject: 2 });

test("history that is cleared is gone for this organization only, comes back, and the other window notices", async () => {
  await withMachine({ organization }, async ({ open, server, clock, account }) => {
    const [first, second, sample] = [open(), open(), open()];
    await first.start();
    await second.start();
    await sample.start({ kind: "sample" });
    const sampleShows = surfaces(sample.model);
    const known = surfaces(first.model);
    await first.model.yearFill?.run();
    const held = server.behave({ does: "hang" });
    clock.advance(minute);
    const clearing = first.model.clearHistory();
    await turnsUntil("the numbers are gone", () => exactGlance(first.model).today === "pending");
    second.port.engine.look();
    await turnsUntil("the other window has noticed", () => exactGlance(second.model).today === "pending");
    assert.deepEqual(projectLines(second.model), []);
    sample.port.engine.look();
    assert.deepEqual(surfaces(sample.model), sampleShows);
    const reopened = open();
    reopened.model.setAccount({ kind: "sample" });
    await reopened.model.settled();
    assert.deepEqual(surfaces(reopened.model), sampleShows);
    held.remove();
    first.model.setAccount(account()); // what hangs is let go
    await clearing;
    await first.model.refresh();
    assert.deepEqual(surfaces(first.model), known);
    second.port.engine.look();
    await turnsUntil("the other window has them, too", () => exactGlance(second.model).today !== "pending");
    assert.deepEqual(surfaces(second.model), known);
  });
});

test("history that memory stands in for is cleared in its file, too, or not at all, which is said", async () => {
  await withMachine({ organization }, async ({ open, file }) => {
    const kept = open();
    await kept.start();
    await kept.close();
    const locking = new DatabaseSync(file);
    locking.exec("BEGIN IMMEDIATE");
    const window = open();
    await window.start();
    assert.equal(window.model.session?.history.trouble?.kind, "unwritable");
    await assert.rejects(window.model.clearHistory(), { kind: "historyFailed", message: /Nothing was deleted, since the file cannot be changed\. The file was locked/ });
    locking.exec("ROLLBACK");
    const held = (): unknown => locking.prepare("SELECT count(*) AS days FROM days").get()?.["days"];
    assert.notEqual(held(), 0);
    window.model.setAccount({ kind: "none" });
    await window.port.call("clear", { account: undefined });
    assert.equal(held(), 0);
    locking.close();
  });
});

test("history that is cleared in the middle of a refresh comes back as soon as that has ended", async () => {
  await withMachine({ organization, latencyMs: 10 }, async ({ open, clock, server }) => {
    const window = open();
    await window.start();
    const known = surfaces(window.model);
    clock.advance(minute);
    const slow = server.behave({ does: "slow", beforeHeadersMs: 300 }, { endpoint: "usage/completions" });
    const asOf = exactGlance(window.model).asOf;
    const refreshing = window.model.refresh();
    await turnsUntil("costs are there", () => exactGlance(window.model).asOf !== asOf);
    await window.model.clearHistory();
    await refreshing;
    slow.remove();
    assert.deepEqual(surfaces(window.model), known);
  });
});
