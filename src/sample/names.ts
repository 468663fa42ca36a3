import { failure, noSuchUrl } from "./failure.ts";
import type { Answer } from "./failure.ts";
import { hashText } from "./hash.ts";
import { listPage } from "./lists.ts";
import type { Organization, SampleKey, SampleProject, SampleUser } from "./organization.ts";
import { listParameter } from "./query.ts";
import { spendAlerts, spendLimit } from "./spending.ts";
import type { WireAdminKey, WireProject, WireProjectKey, WireUser } from "./wireNames.ts";

/** Answers everything that names who exists. */

function wireProject(project: SampleProject, now: number): WireProject {
  const archived = project.archivedAt !== null && project.archivedAt <= now;
  return {
    id: project.id,
    object: "organization.project",
    name: project.name,
    created_at: project.createdAt,
    archived_at: archived ? project.archivedAt : null,
    status: archived ? "archived" : "active",
    external_key_id: null,
  };
}

function wireUser(user: SampleUser): WireUser {
  return {
    object: "organization.user",
    id: user.id,
    name: user.name,
    email: user.email,
    role: user.role,
    added_at: user.addedAt,
    is_service_account: user.isServiceAccount,
  };
}

function redacted(prefix: string, id: string): string {
  const tail = hashText(id).toString(36).padStart(4, "x").slice(-4);
  return `${prefix}********${tail}`;
}

function wireKey(key: SampleKey, owner: SampleUser | undefined, now: number): WireProjectKey {
  const who = { id: key.ownerId, name: owner?.name ?? "", role: "member", created_at: owner?.addedAt ?? key.createdAt };
  return {
    object: "organization.project.api_key",
    redacted_value: redacted("sk-proj-", key.id),
    name: key.name,
    created_at: key.createdAt,
    last_used_at: now - (now % 3600),
    id: key.id,
    owner_project_access: key.ownerIsActive ? "active" : "inactive",
    owner:
      owner?.isServiceAccount === true
        ? { type: "service_account", service_account: who }
        : { type: "user", user: { ...who, email: owner?.email ?? "" } },
  };
}

function adminKeys(organization: Organization, parameters: URLSearchParams, now: number): Answer {
  const keys = organization.adminKeys.map((key): WireAdminKey => {
    const owner = organization.users.find((user) => user.id === key.ownerId);
    return {
      object: "organization.admin_api_key",
      id: key.id,
      name: key.name,
      redacted_value: redacted("sk-admin-", key.id),
      created_at: key.createdAt,
      expires_at: key.expiresAt,
      last_used_at: now - (now % 3600),
      owner: {
        type: "user",
        object: "organization.user",
        id: key.ownerId,
        name: owner?.name ?? "",
        created_at: owner?.addedAt ?? 0,
        role: "owner",
      },
    };
  });
  return listPage(keys, parameters);
}

function projectKeys(organization: Organization, project: SampleProject, parameters: URLSearchParams, now: number): Answer {
  if (project.archivedAt !== null && project.archivedAt <= now) {
    return failure(400, `Project '${project.id}' is archived and cannot be accessed.`, "project_id", "project_archived");
  }
  const access = parameters.get("owner_project_access") ?? "active";
  const keys = organization.keys.filter(
    (key) => key.projectId === project.id && key.createdAt <= now && (access === "any" || (access === "active") === key.ownerIsActive),
  );
  const owners = new Map(organization.users.map((user) => [user.id, user]));
  return listPage(
    keys.map((key) => wireKey(key, owners.get(key.ownerId), now)),
    parameters,
  );
}

function ofProject(organization: Organization, rest: readonly string[], parameters: URLSearchParams, now: number): Answer {
  const [id = "", what, ...deeper] = rest;
  const project = organization.projects.find((each) => each.id === id);
  if (project === undefined) return failure(404, `No such project: '${id}'.`, "project_id", "not_found");
  if (deeper.length === 0) {
    if (what === undefined) return { status: 200, body: wireProject(project, now) };
    if (what === "api_keys") return projectKeys(organization, project, parameters, now);
    if (what === "spend_limit") return spendLimit("project", project.spendLimitCents);
    if (what === "spend_alerts") {
      return spendAlerts("project", project.spendLimitCents === null ? [] : [project.spendLimitCents / 2], parameters);
    }
  }
  return noSuchUrl(`/v1/organization/projects/${rest.join("/")}`);
}

/** Answers `/organization/<path…>`; null where the path names nothing that is known here. */
export function answerNames(organization: Organization, path: readonly string[], parameters: URLSearchParams, now: number): Answer | null {
  const [what, ...rest] = path;
  if (what === "projects" && rest.length > 0) return ofProject(organization, rest, parameters, now);
  if (rest.length > 0) return null;
  switch (what) {
    case "projects": {
      const all = organization.projects.filter((project) => project.createdAt <= now).map((project) => wireProject(project, now));
      const shown = parameters.get("include_archived") === "true" ? all : all.filter((project) => project.status === "active");
      return listPage(shown, parameters);
    }
    case "users": {
      const emails = new Set(listParameter(parameters, "emails"));
      const shown = organization.users.filter((user) => user.addedAt <= now && (emails.size === 0 || emails.has(user.email ?? "")));
      return listPage(shown.map(wireUser), parameters);
    }
    case "admin_api_keys":
      return adminKeys(organization, parameters, now);
    case "spend_limit":
      return spendLimit("organization", organization.spendLimitCents);
    case "spend_alerts":
      return spendAlerts("organization", organization.spendAlertCents, parameters);
    default:
      return null;
  }
}
