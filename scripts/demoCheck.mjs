import { setTimeout as delay } from "node:timers/promises";
import { launchChromium } from "./chromium.mjs";
import { say, seconds } from "./progress.mjs";
import { sampleCostOfToday } from "./sampleServer.mjs";

const LIMIT_MS = 120_000;
const ITEM = '.statusbar-item[id$="openaiSpend.today"]';

/**
 * Opens the demo in a headless Chromium and compares the status bar with what the sample server says today costs.
 * @param {string} url
 * @param {import("./sampleServer.mjs").SampleServer} sample
 * @returns {Promise<boolean>}
 */
export async function checkDemo(url, sample) {
  const browser = await launchChromium();
  const start = Date.now();
  try {
    const page = await browser.newPage();
    await page.goto(`${url}/?ew=true`, { timeout: LIMIT_MS });
    let seen = "no item at all";
    let wanted = "";
    while (Date.now() - start < LIMIT_MS) {
      // Asked again each time: at midnight UTC another day becomes today.
      wanted = await sampleCostOfToday(sample);
      const items = await page.locator(ITEM).allInnerTexts();
      seen = items[0]?.trim() ?? seen;
      if (amounts(seen).includes(wanted)) {
        say(`✓ The status bar reads "${seen}", and the sample organization's cost of today is ${wanted} (${seconds(Date.now() - start)})`);
        return true;
      }
      await delay(500);
    }
    say(`✗ The status bar reads "${seen}", but the sample organization's cost of today is ${wanted}.`);
    return false;
  } finally {
    await browser.close();
  }
}

/**
 * @param {string} text
 * @returns {string[]}
 */
function amounts(text) {
  return text.match(/\$[\d,]+\.\d\d(?!\d)/g) ?? [];
}
