/** The shapes of lists that name who exists, as the API documents them. */

export interface WireList<Item> {
  readonly object: "list";
  readonly data: readonly Item[];
  readonly first_id: string | null;
  readonly last_id: string | null;
  readonly has_more: boolean;
}

export interface WireProject {
  readonly object: "organization.project";
  readonly id: string;
  readonly name: string | null;
  readonly created_at: number;
  readonly archived_at: number | null;
  readonly status: "active" | "archived";
  readonly external_key_id: string | null;
}

export interface WireUser {
  readonly object: "organization.user";
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly role: string;
  readonly added_at: number;
  readonly is_service_account: boolean;
}

interface KeyOwner {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly created_at: number;
}

export interface WireProjectKey {
  readonly object: "organization.project.api_key";
  readonly id: string;
  readonly name: string;
  readonly redacted_value: string;
  readonly created_at: number;
  readonly last_used_at: number | null;
  readonly owner_project_access: "active" | "inactive";
  readonly owner:
    | { readonly type: "user"; readonly user: KeyOwner & { readonly email: string } }
    | { readonly type: "service_account"; readonly service_account: KeyOwner };
}

export interface WireAdminKey {
  readonly object: "organization.admin_api_key";
  readonly id: string;
  readonly name: string;
  readonly redacted_value: string;
  readonly created_at: number;
  readonly expires_at: number | null;
  readonly last_used_at: number | null;
  readonly owner: {
    readonly type: "user";
    readonly object: "organization.user";
    readonly id: string;
    readonly name: string;
    readonly created_at: number;
    readonly role: string;
  };
}

export interface WireSpendLimit<Level extends "organization" | "project"> {
  readonly object: `${Level}.spend_limit`;
  /** Cents. */
  readonly threshold_amount: number;
  readonly currency: "USD";
  readonly interval: "month";
  readonly enforcement: { readonly status: "inactive" | "enforcing" };
}

export interface WireSpendAlert<Level extends "organization" | "project"> {
  readonly object: `${Level}.spend_alert`;
  readonly id: string;
  /** Cents. */
  readonly threshold_amount: number;
  readonly currency: "USD";
  readonly interval: "month";
  readonly notification_channel: { readonly type: "email"; readonly recipients: string[]; readonly subject_prefix: string | null };
}
