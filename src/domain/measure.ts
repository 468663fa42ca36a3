import { twoDigits } from "./clockTime.ts";
import { isZero, round, toNumber, toText, type Decimal } from "./decimal.ts";
import { formatUsd, usd } from "./money.ts";
import { minus, writeCount, writeDigits, writeFixed, writePercent } from "./numberFormat.ts";
import { toSignificant } from "./quotient.ts";
import type { Unit } from "./sources.ts";

/** How values are written for people, one row per unit. The exact text is always at hand in tooltips and exports. */
interface UnitSpec {
  /** Word behind the number, singular and plural. */
  readonly one: string;
  readonly many: string;
  /** What is written says its unit without the word. */
  readonly says?: true;
  readonly write: (value: Decimal) => string;
}

const whole = (value: Decimal): string => writeDigits(toText(value));
/** What is counted is whole; a mean of it keeps three digits, so that little never reads as none. */
const rounded = (value: Decimal): Decimal => toSignificant(value, 3);
const counted = (value: Decimal): string => whole(rounded(value));

const units: Readonly<Record<Unit, UnitSpec>> = {
  usd: { one: "USD", many: "USD", says: true, write: (value) => formatUsd(usd(value)) },
  tokens: { one: "token", many: "tokens", write: counted },
  requests: { one: "request", many: "requests", write: counted },
  images: { one: "image", many: "images", write: counted },
  characters: { one: "character", many: "characters", write: counted },
  seconds: { one: "second", many: "seconds", says: true, write: (value) => clockTime(toNumber(value)) },
  bytes: { one: "byte", many: "bytes", says: true, write: (value) => gibibytes(value) },
  sessions: { one: "session", many: "sessions", write: counted },
  calls: { one: "call", many: "calls", write: counted },
  quantity: { one: "", many: "", says: true, write: whole },
};

/** "Nothing reported": never a zero. */
export const nothing = "—";

/** `1,234,567`, `$12.34`, `1:02:03`, `1.25 GiB`; "—" where nothing is reported. */
export function writeValue(value: Decimal | undefined, unit: Unit): string {
  return value ? units[unit].write(value) : nothing;
}

/** The same with its unit: `1,234,567 tokens`. */
export function writeWithUnit(value: Decimal | undefined, unit: Unit): string {
  if (!value) return nothing;
  const text = units[unit].write(value);
  return units[unit].says ? text : `${text} ${unitWord(rounded(value), unit)}`;
}

/** `tokens`, of one alone `token`; empty for a quantity, whose rows have units of their own. */
export function unitWord(value: Decimal, unit: Unit): string {
  const { one, many } = units[unit];
  return toText(value) === "1" ? one : many;
}

const steps = [
  [1e12, "T"],
  [1e9, "B"],
  [1e6, "M"],
  [1e3, "K"],
] as const;

/** `1.2M tokens`, for places too narrow for every digit; never for money. */
export function writeShort(value: Decimal | undefined, unit: Unit): string {
  if (!value || units[unit].says) return writeWithUnit(value, unit);
  const number = toNumber(value);
  // Against the rounded figure, so that 999,960 is 1.0M and not 1000.0K.
  const step = steps.find(([size]) => Math.abs(number) >= size * 0.99995);
  if (!step || Math.abs(number) < 10_000) return writeWithUnit(value, unit);
  return `${writeFixed(number / step[0], 1)}${step[1]} ${units[unit].many}`;
}

/** `12.3%`, `<0.1%` for what is there but rounds to nothing. */
export function writeShare(share: number | undefined): string {
  if (share === undefined || !Number.isFinite(share)) return nothing;
  if (share !== 0 && Math.abs(share) < 0.0005) return `${share > 0 ? "" : minus}<${writePercent(0.001)}`;
  return writePercent(share);
}

function clockTime(seconds: number): string {
  if (seconds < 0) return minus + clockTime(-seconds);
  const whole = Math.round(seconds);
  if (whole === 0 && seconds > 0) return `<${clockTime(1)}`;
  const minutes = Math.floor(whole / 60);
  return `${writeCount(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}:${twoDigits(whole % 60)}`;
}

function gibibytes(value: Decimal): string {
  if (isZero(value)) return "0 GiB";
  const size = toNumber(value) / 2 ** 30;
  if (size < 0.01) return `${whole(round({ coefficient: value.coefficient, scale: value.scale }, 0))} B`;
  return `${writeFixed(size, 2)} GiB`;
}
