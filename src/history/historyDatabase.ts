import type { DayRange } from "../domain/buckets.ts";
import { check } from "./checking.ts";
import { numberIn, type Connection } from "./connection.ts";
import { ConnectionInUse, type HistoryOptions } from "./connectionInUse.ts";
import { textsFrom } from "./dictionaryTexts.ts";
import { fact, factsAfter, setFact } from "./facts.ts";
import { HistoryError } from "./historyError.ts";
import { land, type Landed } from "./landing.ts";
import { lease, release } from "./lease.ts";
import type { HistoryTrouble } from "./openDatabase.ts";
import { enter, exists, nameOf, summary, type OrganizationId, type Summary } from "./organizations.ts";
import { clear, prune, type PruneBound } from "./pruning.ts";
import { coverage, load, type Coverage } from "./reading.ts";
import type { KeptDay, Landing, Series } from "./series.ts";
import { deleteSetAside, filesSetAside, isCompanion } from "./setAside.ts";

export type { HistoryOptions } from "./connectionInUse.ts";
export type { OrganizationId, Summary } from "./organizations.ts";
export type { HistoryTrouble } from "./openDatabase.ts";
export type { Landed } from "./landing.ts";
export type { PruneBound } from "./pruning.ts";
export type { Coverage } from "./reading.ts";
export type { ChangedDay, CoveredDay, KeptDay, Landing, Series } from "./series.ts";

export interface HistorySize {
  /** Of the file with its log, or of memory. */
  readonly bytes: number;
  readonly organizations: number;
  readonly days: number;
  readonly rows: number;
  /** Names of files that were set aside, whose rows nobody can count. */
  readonly setAside: readonly string[];
}

/**
 * Opens the history, or makes it. Whatever is wrong with the file, there is a history afterwards; `trouble` says where
 * it is not the file.
 *
 * @param file undefined keeps everything in memory
 */
export function openHistory(file: string | undefined, options: HistoryOptions): HistoryDatabase {
  return new HistoryDatabase(file, options);
}

/**
 * What has been fetched, for all organizations, in one file that several windows share. Blocks while it works, so it
 * belongs into a thread of its own. Every method may throw a `HistoryError`, after which nothing of what it was to
 * write is written; `rescue` then makes the history usable again.
 */
export class HistoryDatabase {
  readonly #file: string | undefined;
  readonly #options: HistoryOptions;
  readonly #inUse: ConnectionInUse;
  /** The key that each organization was last entered with. */
  readonly #entered = new Map<OrganizationId, string>();

  constructor(file: string | undefined, options: HistoryOptions) {
    this.#file = file;
    this.#options = options;
    this.#inUse = new ConnectionInUse(file, options);
  }

  /** Why this is not the file, or not the one it was; undefined where nothing is wrong. */
  get trouble(): HistoryTrouble | undefined {
    return this.#inUse.trouble;
  }

  get #connection(): Connection {
    return this.#inUse.current;
  }

  /**
   * The organization that a key belongs to, found or made.
   *
   * @param origin of the API's base URL; organizations of different origins have nothing to do with each other
   * @param fingerprint tells keys apart and gives nothing of them away
   */
  enter(origin: string, fingerprint: string): OrganizationId {
    const organization = enter(this.#connection, origin, fingerprint);
    this.#entered.set(organization, fingerprint);
    return organization;
  }

  /** False once it was cleared, or merged into another, by whichever window. Then `enter` again. */
  exists(organization: OrganizationId): boolean {
    return exists(this.#connection, organization);
  }

  /** Null until an answer has said it. */
  nameOf(organization: OrganizationId): string | null {
    return nameOf(this.#connection, organization);
  }

  /** Days that landed after landing number `after`. */
  coverage(organization: OrganizationId, after = 0): Coverage {
    return coverage(this.#connection, organization, after);
  }

  /** The dictionary's texts with numbers from `from` (at least 1) on. To be read after what refers to them. */
  texts(organization: OrganizationId, from: number): readonly string[] {
    return textsFrom(this.#connection, organization, from);
  }

  /** Kept days of the range, in order; days that were never fetched are left out. */
  load(organization: OrganizationId, series: Series, days: DayRange): readonly KeptDay[] {
    return load(this.#connection, organization, series, days);
  }

  /** @throws {RangeError} where the landing contradicts itself */
  land(organization: OrganizationId, landing: Landing): Landed {
    const fingerprint = this.#entered.get(organization);
    const landed = land(this.#connection, organization, fingerprint, landing);
    if (fingerprint !== undefined) this.#entered.set(landed.organization, fingerprint);
    return landed;
  }

  fact(organization: OrganizationId, name: string): string | undefined {
    return fact(this.#connection, organization, name);
  }

  /** Keeps a small JSON text; counts as a landing where it changes something, and returns its number. */
  setFact(organization: OrganizationId, name: string, json: string): number | undefined {
    return setFact(this.#connection, organization, name, json);
  }

  /** Facts that were set after landing number `after`. */
  factsAfter(organization: OrganizationId, after: number): ReadonlyMap<string, string> {
    return factsAfter(this.#connection, organization, after);
  }

  /** Takes or renews a task; false where another owner has it. Everybody must ask with the same `ttlMs`. */
  lease(organization: OrganizationId, task: string, owner: string, ttlMs: number): boolean {
    return lease(this.#connection, organization, task, owner, ttlMs, this.#options.now());
  }

  release(organization: OrganizationId, task: string, owner: string): void {
    release(this.#connection, organization, task, owner);
  }

  /** Whether another window has written since this was last asked. Costs a look at shared memory. */
  changedElsewhere(): boolean {
    return this.#inUse.changedElsewhere();
  }

  /** Deletes at most `mostDays` days and gives some room back; true where there is more to do. */
  prune(bounds: readonly PruneBound[], mostDays: number): boolean {
    return prune(this.#connection, bounds, mostDays);
  }

  /**
   * Deletes one organization; without one all, and what was ever set aside, since it holds rows, too.
   *
   * @throws {HistoryError} where memory stands in for the file, which would go on to hold them
   */
  clear(organization: OrganizationId | undefined): void {
    const { trouble } = this;
    if (trouble && trouble.kind !== "setAside") throw new HistoryError("io", `Nothing was deleted, since the file cannot be changed. ${trouble.reason}`);
    clear(this.#connection, organization, this.#options.log);
    if (organization === undefined && this.#file !== undefined) deleteSetAside(this.#file);
  }

  size(): HistorySize {
    const row = this.#connection.first(
      "SELECT count(*) AS days, coalesce(sum(rows), 0) AS rows, (SELECT count(*) FROM organizations) AS organizations FROM days",
    );
    const setAside = this.#file === undefined ? [] : filesSetAside(this.#file).filter((name) => !isCompanion(name));
    return { bytes: this.#inUse.bytes(), organizations: numberIn(row, "organizations"), days: numberIn(row, "days"), rows: numberIn(row, "rows"), setAside };
  }

  summary(organization: OrganizationId): Summary {
    return summary(this.#connection, organization);
  }

  /** What is wrong with the file, by reading all of it; nothing where all is well. */
  check(): readonly string[] {
    return check(this.#connection);
  }

  /**
   * Makes the history usable again after an error of one of its methods: a damaged file is set aside and a new one
   * begun, one that was moved away is opened again where it should be, and where a file cannot be written any more
   * its rows are taken into memory, numbers and all. `trouble` says what was done. Then `enter` again.
   *
   * @returns false where the error is none of the history's, or nothing can be done about it
   */
  rescue(error: unknown): boolean {
    if (!(error instanceof HistoryError) || !this.#inUse.rescue(error)) return false;
    this.#entered.clear();
    return true;
  }

  /**
   * Goes back to a file that could not be written and can be now, with all that was kept in memory meanwhile. Then
   * `enter` again.
   *
   * @returns false where there is no such file, or it still cannot be written
   */
  goBack(): boolean {
    if (!this.#inUse.goBack()) return false;
    this.#entered.clear();
    return true;
  }

  close(): void {
    this.#connection.close();
  }
}
