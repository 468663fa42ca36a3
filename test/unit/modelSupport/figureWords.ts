import { toText } from "../../../src/domain/decimal.ts";
import { glanceOf, type Figure, type Glance } from "../../../src/model/figures.ts";
import type { UsageModel } from "../../../src/model/usageModel.ts";

/** A figure with every digit, for comparing. */
export function exactly(figure: Figure): string {
  return figure.kind === "amount" ? toText(figure.usd) : figure.kind;
}

export function exactGlance(model: UsageModel): Readonly<Record<"today" | "yesterday" | "month", string>> & Pick<Glance, "error" | "asOf" | "overdue"> {
  const { today, yesterday, month, error, asOf, overdue } = glanceOf(model);
  return { today: exactly(today), yesterday: exactly(yesterday), month: exactly(month), error, asOf, overdue };
}
