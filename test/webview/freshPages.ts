import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach } from "node:test";
import { Dashboards, type DashboardPage, type OpenOptions } from "./dashboardPage.ts";

/** The browser of this test file. */
export let dashboards: Dashboards;
/** The page of the present test. */
export let dashboard: DashboardPage;

/** One browser for all tests of the file; they open their pages themselves. */
export function oneBrowser(): void {
  before(async () => {
    dashboards = await Dashboards.start();
  });
  after(() => dashboards.close());
}

/** A page of its own for each test of the file, which must have raised nothing when the test ends. */
export function freshPages(options: OpenOptions = {}): void {
  oneBrowser();
  beforeEach(async () => {
    dashboard = await dashboards.open(options);
  });
  afterEach(async () => {
    assert.deepEqual(dashboard.faults, []);
    await dashboard.close();
  });
}
