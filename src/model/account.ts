import type { BaseUrl } from "../api/baseUrl.ts";
import type { SpendError } from "../domain/errors.ts";

/** Whose numbers are shown. */
export type Account =
  | { readonly kind: "none" }
  /** The address in the settings cannot be used; nothing is sent. */
  | { readonly kind: "refused"; readonly error: SpendError }
  | { readonly kind: "sample" }
  | {
      readonly kind: "key";
      readonly baseUrl: BaseUrl;
      /** Asked for at each request, so that a key is never kept outside of where it is stored. */
      readonly key: () => Promise<string | undefined>;
      /** `stored` in SecretStorage, or read from `OPENAI_ADMIN_KEY`. */
      readonly from: "stored" | "environment";
    };

/** Where the numbers come from, for people: `api.openai.com`. */
export function accountHost(account: Account): string {
  switch (account.kind) {
    case "none":
    case "refused":
      return "";
    case "sample":
      return "sample organization";
    case "key":
      return account.baseUrl.host;
  }
}
