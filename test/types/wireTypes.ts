import type { AdminAPIKey } from "openai/resources/admin/organization/admin-api-keys";
import type { ProjectAPIKey } from "openai/resources/admin/organization/projects/api-keys";
import type { Project } from "openai/resources/admin/organization/projects/projects";
import type { ProjectSpendAlert } from "openai/resources/admin/organization/projects/spend-alerts";
import type { ProjectSpendLimit } from "openai/resources/admin/organization/projects/spend-limit";
import type { OrganizationSpendAlert } from "openai/resources/admin/organization/spend-alerts";
import type { OrganizationSpendLimit } from "openai/resources/admin/organization/spend-limit";
import type * as Sdk from "openai/resources/admin/organization/usage";
import type { OrganizationUser } from "openai/resources/admin/organization/users/users";
import type { WireAdminKey, WireProject, WireProjectKey, WireSpendAlert, WireSpendLimit, WireUser } from "../../src/sample/wireNames.ts";
import type { WireCost, WirePage, WireUsage } from "../../src/sample/wireTypes.ts";

/**
 * Checked by the compiler, never run: what the sample and the loopback server send has the shapes of OpenAI's own client.
 * The differences are written out, so that a new version of that client that adds, drops or changes a field fails here.
 */

type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;
type Fits<Ours, Theirs> = Mutable<Ours> extends Theirs ? true : { readonly doesNotFit: Mutable<Ours>; readonly into: Theirs };
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : { readonly missing: Exclude<B, A> }) : { readonly unexpected: Exclude<A, B> };

/** Fields that we send and the client does not know; fields that it knows and we do not send. */
type Extra<Ours, Theirs> = Exclude<keyof Ours, keyof Theirs>;
type Unsent<Ours, Theirs> = Exclude<keyof Theirs, keyof Ours>;

type Check<T extends true> = T;

type Rows = Sdk.UsageCompletionsResponse.Data["results"][number];
type SdkRow<Object extends string> = Extract<Rows, { readonly object: Object }>;

interface SdkUsage {
  readonly completions: SdkRow<"organization.usage.completions.result">;
  readonly decisions: Sdk.UsageDecisionsResponse.Data.Result;
  readonly embeddings: SdkRow<"organization.usage.embeddings.result">;
  readonly moderations: SdkRow<"organization.usage.moderations.result">;
  readonly images: SdkRow<"organization.usage.images.result">;
  readonly audio_speeches: SdkRow<"organization.usage.audio_speeches.result">;
  readonly audio_transcriptions: SdkRow<"organization.usage.audio_transcriptions.result">;
  readonly vector_stores: SdkRow<"organization.usage.vector_stores.result">;
  readonly code_interpreter_sessions: SdkRow<"organization.usage.code_interpreter_sessions.result">;
  readonly file_search_calls: SdkRow<"organization.usage.file_searches.result">;
  readonly web_search_calls: SdkRow<"organization.usage.web_searches.result">;
}
type SdkCost = SdkRow<"organization.costs.result">;

type Endpoint = keyof WireUsage;
type AllFit = { readonly [E in Endpoint]: Fits<WireUsage[E], SdkUsage[E]> }[Endpoint];
type AllExtra = { readonly [E in Endpoint]: Extra<WireUsage[E], SdkUsage[E]> }[Endpoint];
type AllUnsent = { readonly [E in Endpoint]: Unsent<WireUsage[E], SdkUsage[E]> }[Endpoint];

// Retention periods of cache writes: in the client since 7.5x, not in the document.
type CacheWritePeriods = "input_cache_write_12h_tokens" | "input_cache_write_30m_tokens";
// A real amount may be a string; the client's type says number.
type CostAsTyped = Omit<WireCost, "amount"> & { readonly amount: { readonly value: number; readonly currency: string } };

export type Usage = [
  Check<Same<Endpoint, keyof SdkUsage>>,
  Check<AllFit>,
  Check<Same<AllExtra, never>>,
  Check<Same<AllUnsent, CacheWritePeriods>>,
  Check<Fits<WirePage<WireUsage["completions"]>, Sdk.UsageCompletionsResponse>>,
  Check<Fits<WirePage<WireUsage["decisions"]>, Sdk.UsageDecisionsResponse>>,
  Check<Fits<WirePage<WireUsage["embeddings"]>, Sdk.UsageEmbeddingsResponse>>,
  Check<Fits<WirePage<WireUsage["moderations"]>, Sdk.UsageModerationsResponse>>,
  Check<Fits<WirePage<WireUsage["images"]>, Sdk.UsageImagesResponse>>,
  Check<Fits<WirePage<WireUsage["audio_speeches"]>, Sdk.UsageAudioSpeechesResponse>>,
  Check<Fits<WirePage<WireUsage["audio_transcriptions"]>, Sdk.UsageAudioTranscriptionsResponse>>,
  Check<Fits<WirePage<WireUsage["vector_stores"]>, Sdk.UsageVectorStoresResponse>>,
  Check<Fits<WirePage<WireUsage["code_interpreter_sessions"]>, Sdk.UsageCodeInterpreterSessionsResponse>>,
  Check<Fits<WirePage<WireUsage["file_search_calls"]>, Sdk.UsageFileSearchCallsResponse>>,
  Check<Fits<WirePage<WireUsage["web_search_calls"]>, Sdk.UsageWebSearchCallsResponse>>,
];

export type Costs = [
  Check<Fits<CostAsTyped, SdkCost>>,
  Check<Same<Extra<WireCost, SdkCost>, "organization_id">>,
  Check<Same<Unsent<WireCost, SdkCost>, never>>,
  Check<Same<Extra<WireCost["amount"], NonNullable<SdkCost["amount"]>>, never>>,
  Check<Fits<WirePage<CostAsTyped>, Sdk.UsageCostsResponse>>,
];

export type Names = [
  Check<Fits<WireProject, Project>>,
  Check<Same<Extra<WireProject, Project>, never>>,
  Check<Fits<WireUser, OrganizationUser>>,
  Check<Same<Extra<WireUser, OrganizationUser>, never>>,
  Check<Fits<WireProjectKey, ProjectAPIKey>>,
  Check<Same<Extra<WireProjectKey, ProjectAPIKey>, never>>,
  Check<Fits<WireAdminKey, AdminAPIKey>>,
  Check<Same<Extra<WireAdminKey, AdminAPIKey>, never>>,
  Check<Fits<WireSpendLimit<"organization">, OrganizationSpendLimit>>,
  Check<Fits<WireSpendLimit<"project">, ProjectSpendLimit>>,
  Check<Fits<WireSpendAlert<"organization">, OrganizationSpendAlert>>,
  Check<Fits<WireSpendAlert<"project">, ProjectSpendAlert>>,
];
