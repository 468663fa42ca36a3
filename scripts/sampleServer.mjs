import { startServer } from "./hostProcess.mjs";
import { bundleTestProgram } from "./testBundles.mjs";

/** @typedef {{ url: string; key: string; end: () => Promise<void> }} SampleServer `url` ends in /v1 */

/**
 * The sample organization over HTTP on loopback, from the server that the tests use.
 * @param {import("./nodeRuntime.mjs").NodeRuntime} node
 * @returns {Promise<SampleServer>}
 */
export async function startSampleServer(node) {
  const program = await bundleTestProgram("server/main");
  const ready = /^(\{.*"url".*\})$/m;
  const { said, end } = await startServer(node.binary, [program, "--port", "0"], { ...process.env }, ready);
  /** @type {unknown} */
  const told = JSON.parse(said);
  if (typeof told === "object" && told !== null && "url" in told && "key" in told) {
    return { url: String(told.url), key: String(told.key), end };
  }
  throw new Error(`The sample server said ${said}, without its url and key.`);
}

/**
 * What the sample organization costs today, asked of the server itself and added up exactly.
 * @param {{ url: string; key: string }} server
 * @returns {Promise<string>} as the status bar writes it: $1,234.56
 */
export async function sampleCostOfToday({ url, key }) {
  const day = 86_400;
  const start = Math.floor(Date.now() / 1000 / day) * day;
  const response = await fetch(`${url}/organization/costs?start_time=${start}&end_time=${start + day}&bucket_width=1d&limit=1`, {
    headers: { authorization: `Bearer ${key}` },
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`The sample server answered ${response.status}: ${text.slice(0, 200)}`);
  // Read from the text: as numbers, amounts would lose digits.
  const amounts = [...text.matchAll(/"value"\s*:\s*"?(-?[\d.]+(?:e[+-]?\d+)?)/gi)].map((match) => match[1] ?? "");
  return dollars(amounts);
}

const PLACES = 40;

/**
 * The exact sum of decimal numbers, rounded half up to cents.
 * @param {readonly string[]} amounts
 */
export function dollars(amounts) {
  const sum = amounts.reduce((total, amount) => total + scaled(amount), 0n);
  const cent = 10n ** BigInt(PLACES - 2);
  const cents = (sum + cent / 2n) / cent;
  const whole = (cents / 100n).toString().replace(/\B(?=(\d{3})+$)/g, ",");
  return `$${whole}.${(cents % 100n).toString().padStart(2, "0")}`;
}

/** @param {string} amount */
function scaled(amount) {
  const [mantissa = "0", exponent = "0"] = amount.toLowerCase().split("e");
  const [whole = "0", fraction = ""] = mantissa.replace("-", "").split(".");
  const shift = PLACES - fraction.length + Number(exponent);
  if (shift < 0) throw new Error(`${amount} has more decimal places than are counted here.`);
  const value = BigInt(whole + fraction) * 10n ** BigInt(shift);
  return mantissa.startsWith("-") ? -value : value;
}
