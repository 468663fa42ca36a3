import { existsSync } from "node:fs";
import path from "node:path";
import { checkout } from "./checkout.mjs";
import { canInstallDebianPackages, installDebianPackages } from "./debian.mjs";
import { step } from "./progress.mjs";
import { runCommand } from "./runCommand.mjs";

const PROGRAMS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const MAC_APPS = ["Google Chrome.app/Contents/MacOS/Google Chrome", "Chromium.app/Contents/MacOS/Chromium"];
const ARGS = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** Finds a Chromium, or gets one. @returns {Promise<string>} its path */
export async function prepareChromium() {
  const chosen = process.env["CHROMIUM_PATH"];
  if (chosen) {
    if (await runs(chosen)) return chosen;
    throw new Error(`CHROMIUM_PATH is ${chosen}, which does not start.`);
  }
  return (await find()) ?? step("Chromium", install);
}

/** What playwright is told to start. */
export async function launchOptions() {
  const executablePath = await prepareChromium();
  // Chromium's own sandbox refuses to run as root.
  const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return { executablePath, headless: true, args: [...ARGS, ...sandbox] };
}

/** A headless Chromium with a fresh profile. */
export async function launchChromium() {
  const { chromium } = await import("playwright-core");
  return chromium.launch(await launchOptions());
}

async function find() {
  const folders = (process.env["PATH"] ?? "").split(path.delimiter).filter((folder) => folder !== "");
  const candidates = PROGRAMS.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  if (process.platform === "darwin") candidates.push(...MAC_APPS.map((app) => path.join("/Applications", app)));
  const { chromium } = await import("playwright-core");
  candidates.push(chromium.executablePath());
  for (const candidate of candidates) {
    if (existsSync(candidate) && (await runs(candidate))) return candidate;
  }
  return undefined;
}

/**
 * A file of that name may be a stub that only says what to install.
 * @param {string} file
 */
async function runs(file) {
  try {
    return /\d+\.\d+/.test(await runCommand(file, ["--version"], { timeoutMs: 20_000 }));
  } catch {
    return false;
  }
}

/** @param {(text: string) => void} detail */
async function install(detail) {
  /** @type {unknown} */
  let cause;
  try {
    if (canInstallDebianPackages()) {
      await installDebianPackages(["chromium"], detail);
    } else {
      const cli = path.join(checkout, "node_modules", "playwright-core", "cli.js");
      await runCommand(process.execPath, [cli, "install", "chromium"], { onLine: detail });
    }
  } catch (error) {
    cause = error;
  }
  const found = await find();
  if (found) return found;
  throw new Error("No Chromium was found: install Chromium or Google Chrome, or set CHROMIUM_PATH to one.", { cause });
}
