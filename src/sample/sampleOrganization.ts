import { sampleStreams } from "./sampleStreams.ts";
import { sampleId } from "./hash.ts";
import type { Organization } from "./organization.ts";
import { samplePeople } from "./people.ts";

/** The seed of the organization that the product shows. */
export const sampleSeed = 20_261;

/**
 * The sample organization as it is at `now` (Unix seconds). Who exists changes only with the UTC day of `now`, and what happened on a
 * closed day never does.
 */
export function createSampleOrganization(seed: number, now: number): Organization {
  const people = samplePeople(seed, now);
  return {
    id: sampleId("org-", "Brightwater", seed),
    projects: people.projects,
    users: people.users,
    keys: people.keys,
    adminKeys: people.adminKeys,
    streams: sampleStreams(people, seed, now),
    spendLimitCents: 500_000,
    spendAlertCents: [250_000, 400_000],
  };
}
