import { createSampleOrganization, sampleSeed } from "../src/sample/sampleOrganization.ts";

/**
 * @typedef {import("../src/sample/organization.ts").Organization} Organization
 * @typedef {import("../src/sample/stream.ts").Stream} Stream
 */

/** The sample makes some 57,000 rows a year over all sources and views; three of it are an organization of 160,000. */
const COPIES = 3;

/**
 * The sample organization three times over, under other ids.
 * @param {number} now Unix seconds
 * @returns {Organization}
 */
export function yearOrganization(now) {
  const sample = createSampleOrganization(sampleSeed, now);
  const copies = Array.from({ length: COPIES }, (_, copy) => copy);
  return {
    ...sample,
    projects: copies.flatMap((copy) => sample.projects.map((project) => ({ ...project, id: copied(project.id, copy), name: project.name && copied(project.name, copy) }))),
    users: copies.flatMap((copy) => sample.users.map((user) => ({ ...user, id: copied(user.id, copy) }))),
    keys: copies.flatMap((copy) => sample.keys.map((key) => ({ ...key, id: copied(key.id, copy), projectId: copied(key.projectId, copy), ownerId: copied(key.ownerId, copy) }))),
    streams: copies.flatMap((copy) => sample.streams.map((stream) => copiedStream(stream, copy))),
  };
}

/**
 * @param {string} id
 * @param {number} copy
 */
function copied(id, copy) {
  return copy === 0 ? id : `${id}${copy}`;
}

/**
 * @param {Stream} stream
 * @param {number} copy
 * @returns {Stream}
 */
function copiedStream(stream, copy) {
  const { project_id, api_key_id, user_id, ...rest } = stream.dimensions;
  const ids = Object.fromEntries(Object.entries({ project_id, api_key_id, user_id }).map(([name, id]) => [name, id ? copied(id, copy) : (id ?? null)]));
  return { ...stream, hash: (stream.hash + copy * 0x9e3779b1) >>> 0, dimensions: { ...rest, ...ids } };
}
