/**
 * What an admin key looks like, so that a mistaken key is refused before it is sent anywhere. OpenAI's admin keys
 * start `sk-admin-`; project keys `sk-proj-`, service account keys `sk-svcacct-`, older user keys `sk-`.
 */
export type KeyCheck = { readonly ok: true; readonly key: string } | { readonly ok: false; readonly reason: string };

const mistaken = [
  ["sk-proj-", "This is a project key. Costs and usage need an admin key, which starts with sk-admin-."],
  ["sk-svcacct-", "This is a service account key. Costs and usage need an admin key, which starts with sk-admin-."],
  ["sk-None-", "This is a user key. Costs and usage need an admin key, which starts with sk-admin-."],
  ["sk-ant-", "This is a key of another company. OpenAI admin keys start with sk-admin-."],
  ["sess-", "This is a session token. Costs and usage need an admin key, which starts with sk-admin-."],
] as const;

export function checkAdminKey(text: string): KeyCheck {
  const key = text.trim();
  if (key === "") return { ok: false, reason: "Paste an admin key. It starts with sk-admin-." };
  if (key.startsWith("sk-admin-")) return checkCharacters(key);
  const known = mistaken.find(([start]) => key.startsWith(start));
  const reason = known?.[1] ?? (key.startsWith("sk-") ? "This is an API key, not an admin key. Admin keys start with sk-admin-." : "This is not an OpenAI key. Admin keys start with sk-admin-.");
  return { ok: false, reason };
}

function checkCharacters(key: string): KeyCheck {
  // A header value of anything else would be refused by fetch, with the key in the error's text.
  if (!/^[\w-]+$/.test(key)) return { ok: false, reason: "The key holds a character that no key has. Was something else copied with it?" };
  if (key.length < 24) return { ok: false, reason: "The key is too short. Was all of it copied?" };
  return { ok: true, key };
}

/** Takes out everything that looks like a key. The API itself repeats part of a rejected key in its message. */
export function withoutKeys(text: string): string {
  // The long starts are taken out within words too ("Bearer%20sk-admin-…"); the short ones would spoil "task-…".
  return text.replace(/(?:\b(?:sk|sess)-|sk-(?:admin|proj|svcacct)-)[\w*.…-]{4,}/g, "sk-…").replace(/Bearer\s+\S+/gi, "Bearer …");
}
