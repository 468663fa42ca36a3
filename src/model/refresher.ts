import { dayOf, daysOf } from "../domain/buckets.ts";
import { allSources } from "../domain/sources.ts";
import type { Want } from "../worker/calls.ts";
import { readFact, writeFact } from "./facts.ts";
import { errorFor } from "./seriesState.ts";
import { baseSeries, type Session } from "./session.ts";
import { monthWant, movingWant, staleBefore } from "./wants.ts";

/** Name of the lease: one window of a machine refreshes at a time. */
const task = "refresh";
/** A refresh in another window is waited for this long (milliseconds); one that takes longer is not worth it. */
const longestWait = 90_000;
/** Name of the lease for what is brought beside refreshes, and how long it is waited for (milliseconds). */
const followTask = "follow";
const followWait = 30_000;

/**
 * One refresh of everything that is looked at, in the order in which people need it. Where another window is at it, its
 * refresh is joined: what it brings is not asked for again.
 *
 * @param wants asked again after the first answer, which may tell that this machine's clock is wrong
 */
export async function refreshSession(session: Session, wants: () => readonly Want[], signal: AbortSignal): Promise<void> {
  const { history } = session;
  session.tryAgain();
  const began = session.clockNow();
  const before = readFact(history, "refreshed");
  // Where nothing is known, the one answer that matters is not kept waiting.
  const early = knowsNothing(session) ? bringTotal(session, signal) : undefined;
  const leased = await history.lease(task, longestWait).catch(() => false); // a thread that cannot be asked is told of by what it is for
  try {
    const joined = readFact(history, "refreshed");
    // An older one is not another window's: the thread has died before it kept ours.
    const since = (): number => (joined !== undefined && joined > (before ?? -Infinity) ? joined : session.time.at(began));
    await refresh(session, wants, since, early, signal);
    if (!signal.aborted && broughtAnything(session, since())) writeFact(history, "refreshed", since());
  } finally {
    if (leased) history.releaseLease(task);
  }
}

/**
 * Another window has refreshed: brings what only this one looks at up to date.
 *
 * @param wants of the dashboards
 * @param interval seconds after which what may have changed is too old
 */
export function followRefresh(session: Session, wants: () => readonly Want[], interval: number, signal: AbortSignal): Promise<void> {
  return bringInTurn(session, () => [...unfollowed(session), ...wants()], () => session.now() - interval, signal);
}

/** Brings what of `wants` was never fetched, where the last refresh is new enough. */
export function bringMissing(session: Session, wants: () => readonly Want[], signal: AbortSignal): Promise<void> {
  return bringInTurn(session, wants, () => -Infinity, signal);
}

/**
 * Several windows that look at the same bring it one after the other, so that what one has brought the next need not
 * ask for; one that hangs holds the others up no longer than a moment.
 *
 * @param wants asked for again once it is this window's turn, as `staleBefore` (Unix s)
 */
async function bringInTurn(session: Session, wants: () => readonly Want[], staleBefore: () => number, signal: AbortSignal): Promise<void> {
  const { history } = session;
  // Most often nothing is due, and the thread that would be asked for a turn may rest.
  if (!session.lacksAny(wants(), staleBefore())) return;
  const leased = await history.lease(followTask, followWait).catch(() => false);
  try {
    await session.bring(wants(), staleBefore(), signal);
  } finally {
    if (leased) history.releaseLease(followTask);
  }
}

async function refresh(session: Session, wants: () => readonly Want[], since: () => number, early: Promise<boolean> | undefined, signal: AbortSignal): Promise<void> {
  // The status bar is right after this one answer.
  const broken = await early;
  const month = broken ? Promise.resolve() : session.bring([movingWant(session.now())], since(), signal);
  // While nothing was ever answered, everything else can wait: what is known already depends on whose rows these are.
  if (early || !session.answered) await month;
  if (signal.aborted) return;
  // Sent before what is looked at, which does not wait for their answers.
  const names = session.halted ? Promise.resolve() : session.names.bring(session.exactNow(), signal);
  await Promise.all([month, names, bringAll(session, wants, since, signal)]);
  // Of a part of its days, the month would not be known any more.
  if (!fetchedAt(session).includes(undefined)) session.firstTotal.forget();
}

function knowsNothing(session: Session): boolean {
  return fetchedAt(session).every((at) => at === undefined);
}

/** When each day of this month's costs that the API keeps was fetched (Unix s); undefined where it never was. */
function fetchedAt(session: Session): readonly (number | undefined)[] {
  const { days, ...series } = monthWant(session.now());
  return daysOf(session.kept(series, days)).map(session.history.fetchedAt(series));
}

/** Only an answer tells that this machine's clock is wrong, and with it which month this is. @returns whether costs are broken */
async function bringTotal(session: Session, signal: AbortSignal): Promise<boolean> {
  const { days } = monthWant(session.now());
  const broken = await session.bringFirstTotal(days, signal);
  const known = monthWant(session.now()).days;
  return known.from === days.from && known.to === days.to ? broken : session.bringFirstTotal(known, signal);
}

/** Whoever changes a setting meanwhile joins this refresh, and must find the days of the new setting brought, too. */
async function bringAll(session: Session, wants: () => readonly Want[], since: () => number, signal: AbortSignal): Promise<void> {
  let brought = "";
  while (!signal.aborted) {
    const wanted = wants();
    const asked = JSON.stringify(wanted);
    if (asked === brought) return;
    await Promise.all(wanted.map((want) => session.bring([want], staleBefore(session, want, since()), signal)));
    brought = asked;
  }
}

/**
 * Whether today came of any source. Costs alone may be refused for good: then the rest is refreshed by one window all the
 * same, and its year is fetched. A refresh that brought nothing is tried again at the next round, by every window.
 */
function broughtAnything(session: Session, since: number): boolean {
  const today = dayOf(session.now());
  return session.halted === undefined && allSources.some((source) => (session.history.fetchedAt(baseSeries(source))(today) ?? -Infinity) >= since);
}

/** This month's costs, for who follows another window's refresh: where it could not bring them, each window learns why, once. */
function unfollowed(session: Session): readonly Want[] {
  const want = monthWant(session.now());
  return errorFor(session.state(want), want.days) ? [] : [want];
}

/** A refresh that ended within these seconds, on this UTC day, is new enough: in this window or another. */
export function isFresh(session: Session, seconds: number): boolean {
  const refreshed = readFact(session.history, "refreshed");
  const now = session.exactNow(); // as it was noted: by whole seconds, the refresh that has just ended would lie ahead
  // A time to come is of a clock that was wrong.
  return refreshed !== undefined && refreshed <= now && now - refreshed < seconds && Math.floor(refreshed / 86_400) === Math.floor(now / 86_400);
}
