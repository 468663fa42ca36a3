import type { Answer } from "../../../src/sample/failure.ts";

/** Exact sums and cents worked out apart from the product's own arithmetic, so that either can be wrong alone. */
const digits = 40;

/** Units of 10^-40 dollars. */
function units(text: string): bigint {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (!match) throw new RangeError(`no amount: ${text}`);
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  const value = BigInt(whole + fraction) * 10n ** BigInt(digits - fraction.length + Number(exponent));
  return sign === "-" ? -value : value;
}

/** Every digit, without trailing zeros. */
export function exactSum(amounts: readonly string[]): string {
  const sum = amounts.reduce((total, amount) => total + units(amount), 0n);
  const text = (sum < 0n ? -sum : sum).toString().padStart(digits + 1, "0");
  const fraction = text.slice(-digits).replace(/0+$/, "");
  return `${sum < 0n ? "-" : ""}${text.slice(0, -digits)}${fraction === "" ? "" : `.${fraction}`}`;
}

/** `$1,234.56`, rounded half up. */
export function dollars(exact: string): string {
  const cent = 10n ** BigInt(digits - 2);
  const cents = (units(exact) + cent / 2n) / cent;
  const text = cents.toString().padStart(3, "0");
  return `$${text.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ",")}.${text.slice(-2)}`;
}

interface CostsPage {
  readonly data: readonly { readonly results: readonly { readonly amount?: { readonly value: string | number }; readonly project_id?: string | null }[] }[];
}

/** Amounts of all rows of an answer of the costs endpoint, of one project where one is named. */
export function amountsIn(answer: Answer, project?: string): readonly string[] {
  if (answer.status !== 200) throw new Error(`the answer is a ${String(answer.status)}`);
  const page = JSON.parse(JSON.stringify(answer.body)) as CostsPage; // the server's own body; a wrong shape fails below
  return page.data.flatMap((bucket) =>
    bucket.results.filter((row) => project === undefined || row.project_id === project).flatMap((row) => (row.amount ? [String(row.amount.value)] : [])),
  );
}
