import assert from "node:assert/strict";
import test from "node:test";
import { eventually } from "../harness/eventually.ts";
import { inVSCode } from "../harness/inVSCode.ts";
import { noonToday } from "../harness/noonToday.ts";
import { shoot } from "../harness/shoot.ts";
import { startLoopbackServer } from "../server/loopbackServer.ts";

/** Where VS Code in a browser keeps secrets, sealed with a key that its server gives out. */
const place = "secrets.provider";

test("a secret storage that does not answer is said, asks for nothing, and loses no key", async () => {
  const now = noonToday();
  const server = await startLoopbackServer({ now: () => now });
  try {
    await inVSCode("secret storage", { settings: { "openaiSpend.apiBaseUrl": server.url } }, async ({ workbench }) => {
      const { page } = workbench;
      await workbench.statusBarItemWith("openaiSpend.today", /Set up/);
      await workbench.runCommand("OpenAI Spend: Set Admin Key");
      await workbench.quickInput.submit(server.adminKey);
      const { text: todays } = await workbench.statusBarItemWith("openaiSpend.today", /^\$[\d,.]+$/);

      // A browser that refuses a site its storage throws on every look into it; here it refuses this one entry.
      await page.addInitScript((name) => {
        const read = Storage.prototype.getItem;
        Storage.prototype.getItem = function (key) {
          if (key === name && sessionStorage.getItem("refuses") !== null) throw new DOMException("The request was denied.", "SecurityError");
          return read.call(this, key);
        };
      }, place);
      await page.evaluate(() => {
        sessionStorage.setItem("refuses", "");
      });
      await workbench.reload();
      const asked = server.requests.length;
      await eventually("the status bar says so", async () => {
        assert.match((await workbench.statusBarItem("openaiSpend.today")).label, /secret storage does not answer, so the admin key cannot be read/);
      });
      const projects = await workbench.openView("OpenAI Spend", "Projects");
      await eventually("the view says so", async () => {
        assert.match(await projects.text(), /secret storage does not answer, so the admin key cannot be read/);
      });
      for (const name of ["Try Again", "Set Admin Key", "Show Log"]) await projects.pane.getByRole("button", { name }).waitFor();
      assert.doesNotMatch(await projects.text(), /Explore Sample Organization/, "it is no first visit");
      await shoot(page, "trouble", "secret-storage");
      await projects.pane.getByRole("button", { name: "Try Again" }).click();
      await eventually("the log says that it was tried again", async () => {
        await projects.pane.getByRole("button", { name: "Show Log" }).click();
        assert.equal((await page.locator(".part.panel").innerText()).match(/admin.key.could.not.be.read/g)?.length, 2);
      });
      assert.equal(server.requests.length, asked, "without a key nothing is asked");
      assert.deepEqual(await workbench.notifications(), []);

      await page.evaluate(() => {
        sessionStorage.removeItem("refuses");
      });
      await workbench.reload();
      await workbench.statusBarItemWith("openaiSpend.today", todays);
    });
  } finally {
    await server.close();
  }
});

test("a secret that VS Code cannot open is as none: a key can be set again, and what could be opened later is not lost", async () => {
  const now = noonToday();
  const server = await startLoopbackServer({ now: () => now });
  try {
    await inVSCode("sealed secrets", { settings: { "openaiSpend.apiBaseUrl": server.url } }, async ({ workbench }) => {
      const { page } = workbench;
      const setKey = async (): Promise<string> => {
        await workbench.statusBarItemWith("openaiSpend.today", /Set up/);
        await workbench.runCommand("OpenAI Spend: Set Admin Key");
        await workbench.quickInput.submit(server.adminKey);
        return (await workbench.statusBarItemWith("openaiSpend.today", /^\$[\d,.]+$/)).text;
      };
      const todays = await setKey();

      // The server does not give out its part of the key: VS Code leaves the secrets where they are.
      await page.route("**/mint-key", (route) => route.abort());
      await workbench.reload();
      await workbench.statusBarItemWith("openaiSpend.today", /Set up/);
      await page.unroute("**/mint-key");
      await workbench.reload();
      await workbench.statusBarItemWith("openaiSpend.today", todays);

      // What it cannot decrypt it throws away.
      await page.evaluate((name) => {
        const sealed = localStorage.getItem(name) ?? "";
        localStorage.setItem(name, `${sealed.slice(0, -8)}AAAAAAAA`);
      }, place);
      await workbench.reload();
      assert.equal(await setKey(), todays);
      await workbench.reload();
      await workbench.statusBarItemWith("openaiSpend.today", todays);
    });
  } finally {
    await server.close();
  }
});
