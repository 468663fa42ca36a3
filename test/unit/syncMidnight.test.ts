import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultView } from "../../src/domain/viewQuery.ts";
import { pageRows } from "../../src/model/dashboard.ts";
import { Schedule } from "../../src/model/schedule.ts";
import { largeOrganization } from "../server/organizations.ts";
import { exactGlance } from "./modelSupport/figureWords.ts";
import { turnsUntil, withMachine } from "./support/machine.ts";

/** A day begins, and one window of the machine asks for it. */

const organization = largeOrganization({ projects: 2, keysPerProject: 2 });
const day = 86_400_000;

for (const dashboard of [false, true])
  test(`the day that another window has brought after midnight is shown, ${dashboard ? "on a dashboard, too" : "with no dashboard open"}`, async () => {
    await withMachine({ organization }, async ({ open, clock }) => {
      const [first, second] = [open(), open()];
      await first.start();
      await second.start();
      if (dashboard) await second.model.show({}, { ...defaultView, range: "last7Days" });
      let glance = (): void => undefined;
      const schedule = new Schedule(second.model, { now: () => clock.now(), sleep: () => new Promise((resolve) => (glance = resolve)) });
      const running = schedule.run();
      clock.advance(day - (clock.now() % day) + 5_000);
      await first.model.refresh();
      second.port.engine.look();
      assert.equal(second.model.fresh, true, "there is nothing to ask for");
      second.model.yearFill?.stop(); // the year is another test's business
      glance();
      await turnsUntil("the schedule has looked", () => exactGlance(second.model).today !== "pending", 200);
      assert.deepEqual(exactGlance(second.model), exactGlance(first.model));
      if (dashboard) await turnsUntil("the page has it", () => pageRows(second.model, { ...defaultView, range: "last7Days" })?.missing.length === 0, 200);
      schedule.dispose();
      glance();
      await running;
    });
  });
