import type { Organization } from "../../src/sample/organization.ts";
import { failure } from "../../src/sample/failure.ts";
import type { Answer } from "../../src/sample/failure.ts";

export type Scope = "api.usage.read" | "api.management.read";

/** A key that the server knows. */
export interface KnownKey {
  readonly key: string;
  readonly scopes: readonly Scope[];
  /** Whose key it is, where that is not the server's own organization. `now` is in Unix seconds. */
  readonly organization?: (now: number) => Organization;
}

/** As long as a real one. Invented, without the marker that real keys carry, so that no secret scanner takes it for one. */
export const defaultAdminKey = `sk-admin-${"sample0Vd8mW2qYtR6uKfLz4XnPbEo1HcJg7SiAk3Qw".repeat(3)}`;

/** A key of a project: sees no costs and no usage. */
export const projectKey = `sk-proj-${"sample1a2b3c4d5e6f7g8h9i0j".repeat(4)}`;

export const allScopes: readonly Scope[] = ["api.usage.read", "api.management.read"];

export const defaultKeys: readonly KnownKey[] = [
  { key: defaultAdminKey, scopes: allScopes },
  { key: projectKey, scopes: [] },
];

function neededScope(endpoint: string): Scope {
  return endpoint === "costs" || endpoint.startsWith("usage/") ? "api.usage.read" : "api.management.read";
}

/** What the real API shows of a wrong key in its answer. */
function masked(key: string): string {
  return key.length < 12 ? "***" : `${key.slice(0, 8)}${"*".repeat(Math.min(40, key.length - 12))}${key.slice(-4)}`;
}

export type Admission = { readonly key: KnownKey } | { readonly refused: Answer };

/** Who may ask for `endpoint` with this `Authorization` header. */
export function admit(keys: readonly KnownKey[], authorization: string | undefined, endpoint: string): Admission {
  const sent = /^Bearer (\S+)$/.exec(authorization ?? "")?.[1];
  if (sent === undefined) {
    return {
      refused: failure(
        401,
        "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).",
      ),
    };
  }
  const key = keys.find((each) => each.key === sent);
  if (key === undefined) {
    const message = `Incorrect API key provided: ${masked(sent)}. You can find your API key at https://platform.openai.com/account/api-keys.`;
    return { refused: failure(401, message, null, "invalid_api_key") };
  }
  const scope = neededScope(endpoint);
  if (!key.scopes.includes(scope)) {
    return { refused: failure(403, `You have insufficient permissions for this operation. Missing scopes: ${scope}.`) };
  }
  return { key };
}
