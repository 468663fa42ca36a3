import { defaultView, type ViewQuery } from "../../src/domain/viewQuery.ts";
import type { PageState } from "../../src/shared/protocol.ts";
import { now } from "./sampleRows.ts";

/** What the host would tell, with some of it changed. */
export function pageState(change: Partial<Omit<PageState, "status">> & { readonly status?: Partial<PageState["status"]> } = {}): PageState {
  const { status, ...rest } = change;
  return {
    query: defaultView,
    now,
    access: { kind: "key", host: "api.openai.com" },
    account: 1,
    organization: "org-acme",
    unused: ["audio_speeches", "audio_transcriptions", "code_interpreter_sessions", "decisions"],
    refused: {},
    status: { asOf: now - 180, loading: false, fetching: null, problem: null, ...status },
    notes: [],
    budget: { dailyUsd: null, monthlyUsd: null },
    keptFrom: null,
    nearest: null,
    views: [],
    ...rest,
  };
}

export function asking(change: Partial<ViewQuery>): ViewQuery {
  return { ...defaultView, ...change };
}
