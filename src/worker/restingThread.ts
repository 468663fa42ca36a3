import { statSync } from "node:fs";
import { stat } from "node:fs/promises";
import type { FileIdentity } from "../history/connection.ts";
import type { OrganizationId } from "../history/historyDatabase.ts";
import type { Want } from "./calls.ts";

/** What a thread that ends for want of work leaves to the next one of its window. */
export interface Resting {
  readonly accounts: readonly RestingAccount[];
  readonly identity: FileIdentity | undefined;
  /** As the file was when everything in it had been told. */
  readonly stamp: FileStamp;
}

/** How much of an account the host has heard of. */
export interface RestingAccount {
  readonly number: number;
  readonly origin: string;
  readonly fingerprint: string;
  readonly organization: OrganizationId;
  readonly landing: number;
  readonly texts: number;
  /** The last text told. */
  readonly lastText: string | undefined;
  readonly wants: readonly Want[];
  readonly sent: PackedDays;
  readonly covered: PackedDays;
}

/** Days by series: thousands of `series day` ids would take half a megabyte. */
export type PackedDays = Readonly<Record<string, Uint32Array>>;

/** @param ids `series day` */
export function packDays(ids: Iterable<string>): PackedDays {
  const days = new Map<string, number[]>();
  for (const id of ids) {
    const end = id.lastIndexOf(" ");
    const series = id.slice(0, end);
    const own = days.get(series) ?? [];
    days.set(series, own);
    own.push(Number(id.slice(end + 1)));
  }
  return Object.fromEntries([...days].map(([series, own]) => [series, Uint32Array.from(own)]));
}

/** The ids again. */
export function unpackDays(packed: PackedDays): Set<string> {
  return new Set(Object.entries(packed).flatMap(([series, days]) => Array.from(days, (day) => `${series} ${String(day)}`)));
}

/** Changes whenever a process writes to the database. An empty log is as good as none: who only reads makes one. */
export interface FileStamp {
  readonly file: string;
  readonly log: string;
}

/**
 * Which file it is: while nobody has it open, another may be made in its place with the same number. A file system that
 * keeps no time of birth gives another answer after each write; then everything is told anew, which is never wrong.
 */
export function birthOf(file: string): FileIdentity | undefined {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  return found && `${found.dev} ${found.ino} ${found.birthtimeNs}`;
}

/** By `stat` alone: to open and close the file would drop SQLite's locks on it. */
export async function stampOf(file: string): Promise<FileStamp> {
  const [main, log] = await Promise.all([file, `${file}-wal`].map((name) => stat(name, { bigint: true }).catch(() => undefined))); // what cannot be looked at is as good as gone
  const told = (found: typeof main): string => (found && found.size > 0n ? `${String(found.ino)} ${String(found.size)} ${String(found.mtimeNs)}` : "");
  return { file: told(main), log: told(log) };
}

/** Whether the database has been written to since `stamp`. */
export async function isWritten(file: string, stamp: FileStamp): Promise<boolean> {
  const { file: main, log } = await stampOf(file);
  return main !== stamp.file || log !== stamp.log;
}

/** Looks about every `every` milliseconds whether the database has been written to since `stamp`; tells once. */
export function whenWritten(file: string, stamp: FileStamp, every: number, told: () => void): { dispose(): void } {
  let ended = false;
  let timer: NodeJS.Timeout | undefined;
  const look = async (): Promise<void> => {
    const written = await isWritten(file, stamp);
    if (ended) return;
    if (written) told();
    else again();
  };
  const again = (): void => { timer = setTimeout(() => void look(), every).unref(); };
  again();
  return {
    dispose: () => {
      ended = true;
      clearTimeout(timer);
    },
  };
}
