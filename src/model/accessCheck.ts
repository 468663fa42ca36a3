import { dayOf, dayStart } from "../domain/buckets.ts";
import { asSpendError, type SpendError } from "../domain/errors.ts";
import type { Session } from "./session.ts";

/** Who can be asked: a session, or a key that is not stored yet. */
export type Asked = Pick<Session, "client" | "directory" | "now">;

/** One thing a key may or may not read, and what that means for what is shown. */
export interface AccessLine {
  readonly what: string;
  /** `undefined` where it works. */
  readonly error: SpendError | undefined;
  /** What works because of it, or stays hidden without it. */
  readonly shows: string;
}

const probes = [
  { what: "Costs", shows: "today's cost, projects and line items", run: (session: Asked, signal: AbortSignal) => session.client.page("costs", { start_time: dayStart(dayOf(session.now())), limit: 1 }, signal) },
  { what: "Usage", shows: "tokens, requests, images and all other usage endpoints", run: (session: Asked, signal: AbortSignal) => session.client.page("completions", { start_time: dayStart(dayOf(session.now())), limit: 1 }, signal) },
  { what: "Projects", shows: "names of projects and of API keys instead of ids", run: (session: Asked, signal: AbortSignal) => session.directory.probe("projects", signal) },
  { what: "Users", shows: "names of users instead of ids", run: (session: Asked, signal: AbortSignal) => session.directory.probe("users", signal) },
] as const;

/** Asks one small question of each kind, side by side; never rejects. */
export function checkAccess(session: Asked, signal: AbortSignal): Promise<readonly AccessLine[]> {
  return Promise.all(
    probes.map(async ({ what, shows, run }): Promise<AccessLine> => {
      try {
        await run(session, signal);
        return { what, shows, error: undefined };
      } catch (error) {
        return { what, shows, error: asSpendError(error) };
      }
    }),
  );
}
