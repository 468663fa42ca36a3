import { existsSync } from "node:fs";
import { runCommand } from "./runCommand.mjs";

/** Only root on Debian or one of its descendants may install a package without asking anybody. */
export function canInstallDebianPackages() {
  return process.getuid?.() === 0 && existsSync("/etc/debian_version") && existsSync("/usr/bin/apt-get");
}

/**
 * @param {readonly string[]} packages
 * @param {(text: string) => void} detail
 */
export async function installDebianPackages(packages, detail) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  // Another apt may be at work; it is waited for.
  const wait = ["-o", "DPkg::Lock::Timeout=300"];
  await runCommand("apt-get", [...wait, "update"], { env, onLine: detail });
  await runCommand("apt-get", [...wait, "install", "-y", "--no-install-recommends", ...packages], { env, onLine: detail });
}
