import { mix, sampleId } from "../../src/sample/hash.ts";
import { dayOf, secondsPerDay } from "../../src/sample/calendar.ts";
import type { Organization, SampleKey, SampleProject } from "../../src/sample/organization.ts";
import { createSampleOrganization, sampleSeed } from "../../src/sample/sampleOrganization.ts";
import type { Stream } from "../../src/sample/stream.ts";
import { completionPrices } from "../../src/sample/tariffs.ts";

/** Organizations to be served in place of the sample: each a function of now, in Unix seconds. */
export type MakeOrganization = (now: number) => Organization;

/** Nobody, nothing: what a key of the wrong organization sees. */
export function emptyOrganization(now: number): Organization {
  const sample = createSampleOrganization(sampleSeed, now);
  return {
    ...sample,
    id: "org-EmptyOrganization0000000",
    projects: [],
    keys: [],
    adminKeys: sample.adminKeys.slice(0, 1),
    users: sample.users.slice(0, 1),
    streams: [],
    spendLimitCents: null,
    spendAlertCents: [],
  };
}

export interface Size {
  readonly projects: number;
  readonly keysPerProject: number;
  /** Keys of each project that are in use. Every one is a row a day. */
  readonly activeKeysPerProject?: number;
}

/** An organization of any size: 10,000 projects and 100,000 keys, if asked for. */
export function largeOrganization({ projects, keysPerProject, activeKeysPerProject = 1 }: Size): MakeOrganization {
  return (now) => {
    const sample = createSampleOrganization(sampleSeed, now);
    const since = now - 200 * secondsPerDay;
    const owner = sample.users[0]?.id ?? "";
    const all = Array.from({ length: projects }, (_, index): SampleProject => ({
      id: `proj_large${String(index).padStart(18, "0")}`,
      name: `Project ${String(index)}`,
      createdAt: since,
      archivedAt: null,
      spendLimitCents: null,
    }));
    const keys: SampleKey[] = [];
    const streams: Stream[] = [];
    const prices = completionPrices("gpt-5-mini-2025-08-07", "", false, false);
    for (const [index, project] of all.entries()) {
      for (let number = 0; number < keysPerProject; number++) {
        const key: SampleKey = {
          id: sampleId("key_", `${String(index)}/${String(number)}`, 1, 16),
          name: `key ${String(number)}`,
          projectId: project.id,
          ownerId: owner,
          createdAt: since,
          ownerIsActive: true,
        };
        keys.push(key);
        if (number >= activeKeysPerProject) continue;
        streams.push({
          hash: mix(index, number),
          endpoint: "completions",
          dimensions: {
            project_id: project.id,
            api_key_id: key.id,
            user_id: owner,
            model: "gpt-5-mini-2025-08-07",
            batch: false,
            service_tier: "default",
            api_source: "unlabeled",
          },
          fromDay: dayOf(since),
          toDay: Number.POSITIVE_INFINITY,
          requestsPerDay: 40,
          rhythm: "nightly",
          spikes: false,
          inputPerRequest: 3000,
          outputPerRequest: 400,
          shares: {},
          prices,
        });
      }
    }
    return { ...sample, projects: all, keys, streams };
  };
}

/** The sample organization with every request since yesterday made twice: these days have a new cost, and every day before has its own. */
export function dearerLately(now: number): Organization {
  const sample = createSampleOrganization(sampleSeed, now);
  const yesterday = dayOf(now) - 1;
  const again = sample.streams.map((stream): Stream => ({ ...stream, hash: mix(stream.hash, 1), fromDay: Math.max(stream.fromDay, yesterday) }));
  return { ...sample, streams: [...sample.streams, ...again.filter((stream) => stream.fromDay < stream.toDay)] };
}

/** Names that try to be something else than text. */
export const hostileNames: readonly string[] = [
  `<img src=x onerror="document.title='pwned'"><script>alert(1)</script>`,
  "[click me](command:workbench.action.terminal.new) **bold** `code` ![x](https://evil.example/x.png)",
  '=HYPERLINK("https://evil.example","total")',
  "+1+cmd|' /C calc'!A0",
  `@SUM(1,2)\t"quoted", comma\r\nsecond line`,
  "x".repeat(10_000),
  "\u202Egnp.exe\u202C \u2066isolated\u2069 \u200Fmark",
  "zero\u200Bwidth\u200D\uFEFF and \u0000 control \u001B[31mred",
  "$(trash) {{constructor.constructor('return this')()}} ${1+1} %n%s",
  "",
];

/** The sample organization with hostile names for all projects, users and keys. */
export function hostileOrganization(now: number): Organization {
  const sample = createSampleOrganization(sampleSeed, now);
  const name = (index: number): string => hostileNames[index % hostileNames.length] ?? "";
  const streams = sample.streams.map((stream, index): Stream => {
    if (stream.endpoint !== "completions" || index % 3 !== 0) return stream;
    const model = name(index / 3);
    return {
      ...stream,
      dimensions: { ...stream.dimensions, model },
      prices: stream.prices.map((price) => ({ ...price, lineItem: `${model}, input` })),
    };
  });
  return {
    ...sample,
    projects: sample.projects.map((project, index) => ({ ...project, name: name(index) })),
    users: sample.users.map((user, index) => ({ ...user, name: name(index + 1) })),
    keys: sample.keys.map((key, index) => ({ ...key, name: name(index + 2) })),
    streams,
  };
}
