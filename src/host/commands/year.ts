import type { CommandContext } from "../commandContext.ts";

/** Stops the fetching of the rest of the year, in all windows, until a person wants it again. */
export function stopYear({ model }: CommandContext): void {
  model.yearFill?.stop();
}

export function resumeYear({ model }: CommandContext): void {
  void model.yearFill?.resume();
}
