import { daysOf, isoDay, type DayRange, type UtcDay } from "../domain/buckets.ts";
import { SpendError } from "../domain/errors.ts";
import { SegmentBuilder, type Segment } from "../domain/segment.ts";
import { sourceSpec, viewId } from "../domain/sources.ts";
import { bytesIn, numberIn, type Connection, type Row } from "./connection.ts";
import { numbersOf } from "./dictionaryTexts.ts";
import { fact, writeFact } from "./facts.ts";
import { HistoryError } from "./historyError.ts";
import { identify, nextLanding, type OrganizationId } from "./organizations.ts";
import { noteRestatements, restatementsFact } from "./restatement.ts";
import { decodeSegment, encodeSegment, withoutSilentCounts } from "./segmentCodec.ts";
import { dayLabel, type ChangedDay, type KeptDay, type Landing, type Series } from "./series.ts";

export interface Landed {
  /** Where the rows are now: the one asked for, or the one that the answer named. */
  readonly organization: OrganizationId;
  readonly landing: number;
  /** Days that were written; not those of which a newer answer was kept already. */
  readonly changed: readonly ChangedDay[];
}

/** What a landing needs to know beside what it brings. */
interface Where {
  readonly organization: OrganizationId;
  readonly series: Series;
  readonly seriesId: number;
  readonly landing: number;
  readonly fetchedAt: number;
}

/**
 * Writes what one window brought, in one transaction: every day of it, its texts, whose rows they are, and what of them
 * was restated.
 *
 * @throws {RangeError} where the landing contradicts itself; then nothing is written
 * @throws {SpendError} `untrusted`, where it lacks a day that had rows; nothing is written then, either
 */
export function land(connection: Connection, entered: OrganizationId, fingerprint: string | undefined, landing: Landing): Landed {
  const brought = broughtBy(landing);
  return connection.write(() => {
    const organization = identify(connection, entered, landing.organization, fingerprint);
    const numbers = numbersOf(connection, organization, landing.texts);
    const { series, fetchedAt } = landing;
    const where = { organization, series, seriesId: idOf(connection, series), landing: nextLanding(connection, organization), fetchedAt };
    const kept = keptDays(connection, where, landing.days);
    const changed = daysOf(landing.days).flatMap((day) => {
      const segment = brought.get(day) ?? absent(series, day, kept.get(day));
      return keep(connection, where, kept.get(day), withoutSilentCounts(renumbered(segment, numbers))) ?? [];
    });
    const restated = noteRestatements(fact(connection, organization, restatementsFact), series, changed);
    if (restated !== undefined) writeFact(connection, organization, restatementsFact, restated, where.landing);
    return { organization, landing: where.landing, changed };
  });
}

function broughtBy({ series, days, segments }: Landing): ReadonlyMap<UtcDay, Segment> {
  const brought = new Map<UtcDay, Segment>();
  for (const segment of segments) {
    const { day } = segment;
    const fits = segment.source === series.source && segment.width === series.width && segment.view === viewId(series.view);
    if (!fits || day < days.from || day >= days.to || brought.has(day)) throw new RangeError(`Segment ${segment.view} of ${dayLabel(series, day)} does not belong to its landing`);
    brought.set(day, segment);
  }
  return brought;
}

/** Asked for and not in the answer: covered, and nothing reported. Of a day that had rows, such an answer knows less than is known. */
function absent(series: Series, day: UtcDay, kept: Row | undefined): Segment {
  if (kept && numberIn(kept, "rows") > 0) throw new SpendError("untrusted", `${sourceSpec(series.source).path} left out ${isoDay(day)}, of which it has reported before.`);
  return new SegmentBuilder(series.source, series.view, series.width, day).finish();
}

function idOf(connection: Connection, { source, view, width }: Series): number {
  const key = [source, viewId(view), width];
  connection.run("INSERT INTO series (source, view, width) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", ...key);
  return numberIn(connection.first("SELECT id FROM series WHERE source = ? AND view = ? AND width = ?", ...key), "id");
}

/** The segment with the history's dictionary numbers in place of the window's own. */
export function renumbered(segment: Segment, numbers: Uint32Array): Segment {
  const renumber = (column: Uint32Array): Uint32Array => {
    const renumbered = new Uint32Array(column.length);
    for (let row = 0; row < column.length; row += 1) {
      const number = numbers[column[row] ?? 0];
      if (number === undefined) throw new RangeError(`Text ${column[row] ?? 0} is not in the landing's dictionary`);
      renumbered[row] = number;
    }
    return renumbered;
  };
  const dimensions = Object.fromEntries(Object.entries(segment.dimensions).map(([name, column]) => [name, renumber(column)]));
  return { ...segment, dimensions, units: segment.units && renumber(segment.units) };
}

/** What is kept of a range already, without its rows: asked for once, since most of what lands is new. */
function keptDays(connection: Connection, { organization, seriesId }: Where, { from, to }: DayRange): ReadonlyMap<UtcDay, Row> {
  const rows = connection.all("SELECT day, id, fetchedAt, rows FROM days WHERE organization = ? AND series = ? AND day >= ? AND day < ?", organization, seriesId, from, to);
  return new Map(rows.map((row) => [numberIn(row, "day"), row]));
}

/** Writes one day; undefined where a newer answer is kept already, which a slow one must not undo. */
function keep(connection: Connection, where: Where, found: Row | undefined, segment: Segment): ChangedDay | undefined {
  const { organization, series, seriesId, landing, fetchedAt } = where;
  const { day, rows } = segment;
  if (found && isNewer(numberIn(found, "fetchedAt"), fetchedAt)) return undefined;
  const blob = encodeSegment(series, segment);
  const after = { segment, fetchedAt };
  if (!found) {
    const made = connection.insert(
      "INSERT INTO days (organization, series, day, fetchedAt, landing, rows, bytes) VALUES (?, ?, ?, ?, ?, ?, ?)",
      ...[organization, seriesId, day, fetchedAt, landing, rows, blob.length],
    );
    connection.run("INSERT INTO segments (id, columns) VALUES (?, ?)", made, blob);
    return { before: undefined, after };
  }
  const id = numberIn(found, "id");
  const kept = connection.first("SELECT columns FROM segments WHERE id = ?", id);
  const before = keptBefore(where, day, found, kept);
  connection.run("UPDATE days SET fetchedAt = ?, landing = ?, rows = ?, bytes = ? WHERE id = ?", fetchedAt, landing, rows, blob.length, id);
  // Most days that are asked about again have not changed.
  if (!kept || Buffer.compare(bytesIn(kept, "columns"), blob) !== 0) connection.run("INSERT OR REPLACE INTO segments (id, columns) VALUES (?, ?)", id, blob);
  return { before, after };
}

/** Unix seconds. No answer is an hour late: what is newer by more was fetched by a clock that was ahead, and gives way. */
function isNewer(kept: number, fetchedAt: number): boolean {
  return kept > fetchedAt && kept - fetchedAt < 3_600;
}

/** The day as it was; undefined where it cannot be read any more, since what is written now makes it good. */
function keptBefore({ series }: Where, day: UtcDay, found: Row, kept: Row | undefined): KeptDay | undefined {
  try {
    return kept && { segment: decodeSegment(series, day, bytesIn(kept, "columns")), fetchedAt: numberIn(found, "fetchedAt") };
  } catch (error) {
    if (error instanceof HistoryError) return undefined;
    throw error;
  }
}
