import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { historyNotes } from "../../src/model/dashboard.ts";
import { largeOrganization } from "../server/organizations.ts";
import { exactGlance } from "./modelSupport/figureWords.ts";
import { withMachine } from "./support/machine.ts";

/** Whatever is wrong with the file, the numbers are right, and it is said. */

const organization = largeOrganization({ projects: 2, keysPerProject: 2 });
const minute = 60_000;

const wrongs: readonly (readonly [what: string, spoil: (file: string) => void, note: RegExp, told: RegExp])[] = [
  ["a newer version's file", newer, /from a newer version/, /newer version .*kept in memory/],
  ["a file that cannot be written", (file) => { mkdirSync(file); }, /cannot be written: .* kept in memory only/, /kept in memory until the file can be written/],
  ["a file that is noise", (file) => { writeFileSync(file, "noise ".repeat(2_000)); }, /It was set aside/, /It was moved to /],
];

for (const [what, spoil, note, told] of wrongs) {
  test(`${what}: the numbers are as without, the note stands for as long, and the log has it once`, async () => {
    let right: unknown;
    await withMachine({ organization }, async ({ open }) => {
      const good = open();
      await good.start();
      right = exactGlance(good.model);
    });
    await withMachine({ organization }, async ({ open, clock, file }) => {
      spoil(file);
      const window = open();
      await window.start();
      const { session } = window.model;
      assert.ok(session);
      assert.deepEqual(exactGlance(window.model), right);
      for (let round = 0; round < 2; round += 1) {
        assert.equal(historyNotes(session).length, 1);
        assert.match(historyNotes(session)[0] ?? "", note);
        clock.advance(6 * minute);
        await window.model.refresh();
        assert.deepEqual([exactGlance(window.model).error, exactGlance(window.model).asOf], [undefined, clock.now() / 1000]);
      }
      assert.equal(window.log.lines.filter((line) => told.test(line)).length, 1, window.log.lines.filter((line) => line.startsWith("Local history")).join("\n"));
    });
  });
}

function newer(file: string): void {
  const database = new DatabaseSync(file);
  database.exec("PRAGMA user_version = 99");
  database.close();
}
