import type { TestEvent } from "../../scripts/testReporter.mjs";

/**
 * The part of node:test that the in-host tests use. Inside an extension host the real one cannot be: it runs its tests when the
 * process is about to end. The build puts this module in the place of `node:test` there.
 */

const DEFAULT_TIMEOUT_MS = 30_000;

export interface HostTestContext {
  readonly name: string;
  readonly signal: AbortSignal;
  after(work: Work): void;
  diagnostic(text: string): void;
  skip(reason?: string): void;
  test(name: string, work: TestWork): Promise<void>;
}
type Work = () => unknown;
type TestWork = (context: HostTestContext) => unknown;
interface Options {
  readonly timeout?: number;
  readonly skip?: boolean | string;
}
interface Suite {
  readonly name: string;
  readonly parent: Suite | undefined;
  readonly steps: (() => Promise<void>)[];
  readonly hooks: Record<"before" | "after" | "beforeEach" | "afterEach", Work[]>;
}

const newSuite = (name: string, parent: Suite | undefined): Suite => ({
  name,
  parent,
  steps: [],
  hooks: { before: [], after: [], beforeEach: [], afterEach: [] },
});

let current = newSuite("", undefined);

export function test(name: string, ...rest: [TestWork] | [Options, TestWork]): void {
  const [options, work] = rest.length === 1 ? [{}, rest[0]] : rest;
  const suite = current;
  suite.steps.push(() => runTest(path(suite, name), work, options, lineage(suite)));
}
export const it = test;

export function describe(name: string, work: () => void): void {
  const outer = current;
  const suite = newSuite(name, outer);
  current = suite;
  try {
    work();
  } finally {
    current = outer;
  }
  outer.steps.push(() => runSuite(suite));
}
export const suite = describe;

export const before = (work: Work): void => void current.hooks.before.push(work);
export const after = (work: Work): void => void current.hooks.after.push(work);
export const beforeEach = (work: Work): void => void current.hooks.beforeEach.push(work);
export const afterEach = (work: Work): void => void current.hooks.afterEach.push(work);

let report: (event: TestEvent) => void = () => undefined;

/** Runs what `load` registers, one test after the other. */
export async function runFile(name: string, load: () => void, onEvent: (event: TestEvent) => void): Promise<void> {
  report = onEvent;
  const file = newSuite(name, undefined);
  current = file;
  await guarded(path(file, "(loading)"), async () => {
    load();
  });
  if (file.steps.length === 0) report({ event: "fail", name, reason: "It holds no tests." });
  await runSuite(file);
}

async function runSuite(own: Suite): Promise<void> {
  const ready = await guarded(path(own, "(before)"), () => runAll(own.hooks.before));
  if (ready) for (const step of own.steps) await step();
  await guarded(path(own, "(after)"), () => runAll(own.hooks.after));
}

async function runTest(name: string, work: TestWork, options: Options, suites: readonly Suite[]): Promise<void> {
  if (options.skip !== undefined && options.skip !== false) {
    report({ event: "skip", name, reason: String(options.skip) });
    return;
  }
  report({ event: "start", name });
  const cleanups: Work[] = [];
  const abort = new AbortController();
  let skipped: string | undefined;
  const context: HostTestContext = {
    name,
    signal: abort.signal,
    after: (cleanup) => void cleanups.unshift(cleanup),
    diagnostic: () => undefined,
    skip: (reason) => {
      skipped = reason ?? "";
    },
    test: (inner, innerWork) => runTest(`${name} › ${inner}`, innerWork, {}, []),
  };
  const passed = await guarded(name, async () => {
    try {
      for (const each of suites) await runAll(each.hooks.beforeEach);
      await withLimit(Promise.resolve(work(context)), options.timeout ?? DEFAULT_TIMEOUT_MS);
    } finally {
      abort.abort();
      await runAll(cleanups);
      for (const each of [...suites].reverse()) await runAll(each.hooks.afterEach);
    }
  });
  if (!passed) return;
  report(skipped === undefined ? { event: "pass", name } : { event: "skip", name, reason: skipped });
}

async function runAll(works: readonly Work[]): Promise<void> {
  for (const work of works) await withLimit(Promise.resolve(work()), DEFAULT_TIMEOUT_MS);
}

/** A rejection becomes a failed test of that name. */
async function guarded(name: string, work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    report({ event: "fail", name, reason: reasonOf(error) });
    return false;
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = /\n\s+at [^\n]*(hostTest|inHostSuite)\.js[^\n]*/g;
  return (error.stack ?? error.message).replace(own, "");
}

async function withLimit(work: Promise<unknown>, limitMs: number): Promise<void> {
  let limit: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    limit = setTimeout(() => {
      reject(new Error(`did not end within ${limitMs} ms`));
    }, limitMs);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(limit);
  }
}

function lineage(own: Suite): Suite[] {
  return own.parent ? [...lineage(own.parent), own] : [own];
}

function path(own: Suite, name: string): string {
  return [...lineage(own).map((each) => each.name), name].filter((part) => part !== "").join(" › ");
}
