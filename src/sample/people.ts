import { dayOf, secondsPerDay, utcSeconds } from "./calendar.ts";
import { hashText, sampleId } from "./hash.ts";
import type { SampleAdminKey, SampleKey, SampleProject, SampleUser } from "./organization.ts";

/** The people, projects and keys of the sample organization. Names are invented; `.example` is reserved for such use. */

const domain = "brightwater.example";

const people = [
  ["Ana Souza", "owner", "2024-06-03"],
  ["Ben Okafor", "owner", "2024-06-03"],
  ["Chen Wei", "reader", "2024-06-17"],
  ["Daria Novák", "reader", "2024-08-05"],
  ["Elif Kaya", "reader", "2024-09-23"],
  ["Grace Kim", "reader", "2025-01-13"],
  ["Hugo Laurent", "reader", "2025-02-03"],
  ["Inès Moreau", "reader", "2025-05-19"],
  ["Jonas Berg", "reader", "2025-10-06"],
  ["Priya Raman", "reader", "2026-03-02"],
] as const;

const serviceAccounts = [
  ["support-production", "2024-07-01"],
  ["search-production", "2024-11-11"],
  ["mobile-backend", "2025-03-10"],
  ["nightly-evals", "2025-06-02"],
] as const;

const projects = [
  ["Default project", "2024-06-03", null],
  ["Support Assistant", "2024-07-01", null],
  ["Document Search", "2024-11-11", null],
  ["Mobile App", "2025-03-10", null],
  ["Marketing Studio", "2025-04-07", 150_000],
  ["Nightly Evals", "2025-06-02", null],
  ["Code Review Bot", "2025-09-15", null],
  ["Research Notebooks", "2026-01-12", 80_000],
] as const;

/** Project, key, owner, since, and whether the owner still works there. */
const keys = [
  ["Default project", "playground", "Ana Souza", "2024-06-03", true],
  ["Support Assistant", "support-prod", "support-production", "2024-07-01", true],
  ["Support Assistant", "support-staging", "Chen Wei", "2024-07-08", true],
  ["Document Search", "search-prod", "search-production", "2024-11-11", true],
  ["Document Search", "ingest-worker", "search-production", "2025-01-20", true],
  ["Mobile App", "mobile-backend", "mobile-backend", "2025-03-10", true],
  ["Mobile App", "voice-beta", "Elif Kaya", "2026-02-16", true],
  ["Marketing Studio", "image-batch", "Inès Moreau", "2025-05-26", true],
  ["Marketing Studio", "copywriter", "Grace Kim", "2025-04-07", true],
  ["Nightly Evals", "evals-ci", "nightly-evals", "2025-06-02", true],
  ["Nightly Evals", "evals-adhoc", "Daria Novák", "2025-06-30", true],
  ["Code Review Bot", "review-bot", "Jonas Berg", "2025-10-06", true],
  ["Code Review Bot", "review-bot-canary", "Ben Okafor", "2025-09-15", true],
  ["Research Notebooks", "notebook-priya", "Priya Raman", "2026-03-02", true],
  ["Research Notebooks", "notebook-hugo", "Hugo Laurent", "2026-01-12", false],
] as const;

/** Ids by name; what is not in the tables has none. */
export interface People {
  readonly users: readonly SampleUser[];
  readonly projects: readonly SampleProject[];
  readonly keys: readonly SampleKey[];
  readonly adminKeys: readonly SampleAdminKey[];
  project(name: string): string;
  key(name: string): SampleKey | undefined;
}

/** A project that lives from February to August of each year: there is always one archived with costs in the last 13 months. */
export function campaignName(year: number): string {
  return `Launch Campaign ${String(year)}`;
}

const campaignKeptDays = 400;

function campaigns(seed: number, now: number): readonly SampleProject[] {
  const year = new Date(now * 1000).getUTCFullYear();
  return [year - 1, year].flatMap((each): readonly SampleProject[] => {
    const start = utcSeconds(`${String(each)}-02-02`);
    const end = utcSeconds(`${String(each)}-08-31`) + 11 * 3600;
    if (now < start || dayOf(now) - dayOf(end) > campaignKeptDays) return [];
    const name = campaignName(each);
    return [{ id: projectId(name, seed), name, createdAt: start, archivedAt: now < end ? null : end, spendLimitCents: null }];
  });
}

function projectId(name: string, seed: number): string {
  return sampleId("proj_", name, seed);
}

function campaignKey(project: SampleProject, seed: number, ownerId: string): SampleKey {
  const name = `${project.name ?? ""} key`;
  return { id: sampleId("key_", name, seed, 16), name, projectId: project.id, ownerId, createdAt: project.createdAt, ownerIsActive: true };
}

function sampleUsers(seed: number): readonly SampleUser[] {
  const humans = people.map(([name, role, since]): SampleUser => {
    const mailbox = name
      .normalize("NFD")
      .replace(/[^A-Za-z ]/g, "")
      .toLowerCase()
      .replace(" ", ".");
    return {
      id: sampleId("user-", name, seed),
      name,
      email: `${mailbox}@${domain}`,
      role,
      addedAt: morning(since),
      isServiceAccount: false,
    };
  });
  const machines = serviceAccounts.map(([name, since]): SampleUser => ({
    id: sampleId("user-", name, seed),
    name,
    email: null,
    role: "reader",
    addedAt: morning(since),
    isServiceAccount: true,
  }));
  return [...humans, ...machines];
}

/** Nobody makes a project at midnight. */
function morning(date: string): number {
  return utcSeconds(date) + 8 * 3600 + (hashText(date) % 7200);
}

export function samplePeople(seed: number, now: number): People {
  const users = sampleUsers(seed);
  const owner = (name: string): string => users.find((user) => user.name === name)?.id ?? "";
  const campaign = campaigns(seed, now);
  const allProjects = [
    ...projects.map(([name, since, limit]): SampleProject => ({
      id: projectId(name, seed),
      name,
      createdAt: morning(since),
      archivedAt: null,
      spendLimitCents: limit,
    })),
    ...campaign,
  ];
  const allKeys = [
    ...keys.map(([project, name, by, since, active]): SampleKey => ({
      id: sampleId("key_", name, seed, 16),
      name,
      projectId: projectId(project, seed),
      ownerId: owner(by),
      createdAt: morning(since),
      ownerIsActive: active,
    })),
    ...campaign.map((project) => campaignKey(project, seed, owner("Inès Moreau"))),
  ];
  return {
    users,
    projects: allProjects,
    keys: allKeys,
    adminKeys: ["Spend dashboard", "Terraform"].map((name, index) => ({
      id: sampleId("key_", name, seed, 16),
      name,
      ownerId: owner(people[index]?.[0] ?? ""),
      createdAt: utcSeconds("2025-11-03") + index * 40 * secondsPerDay,
      expiresAt: index === 0 ? null : utcSeconds("2030-01-01"),
    })),
    project: (name) => projectId(name, seed),
    key: (name) => allKeys.find((each) => each.name === name),
  };
}
