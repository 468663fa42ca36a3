import type { Stream } from "./stream.ts";

/** A project as the sample knows it. Times are Unix seconds. */
export interface SampleProject {
  readonly id: string;
  readonly name: string | null;
  readonly createdAt: number;
  readonly archivedAt: number | null;
  /** A hard monthly limit in cents; null where none is set. */
  readonly spendLimitCents: number | null;
}

export interface SampleUser {
  readonly id: string;
  readonly name: string | null;
  /** Service accounts have none. */
  readonly email: string | null;
  readonly role: string;
  readonly addedAt: number;
  readonly isServiceAccount: boolean;
}

export interface SampleKey {
  readonly id: string;
  readonly name: string;
  readonly projectId: string;
  readonly ownerId: string;
  readonly createdAt: number;
  /** False where the owner has left the project: such keys are listed only when asked for. */
  readonly ownerIsActive: boolean;
}

export interface SampleAdminKey {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  readonly createdAt: number;
  readonly expiresAt: number | null;
}

/** Who exists, and what they do. The rows of every endpoint are computed from `streams` alone. */
export interface Organization {
  readonly id: string;
  readonly projects: readonly SampleProject[];
  readonly users: readonly SampleUser[];
  readonly keys: readonly SampleKey[];
  readonly adminKeys: readonly SampleAdminKey[];
  readonly streams: readonly Stream[];
  readonly spendLimitCents: number | null;
  readonly spendAlertCents: readonly number[];
}
