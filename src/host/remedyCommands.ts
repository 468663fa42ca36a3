import type { PageAction } from "../shared/protocol.ts";

/** The command behind each button that helps against an error. */
export const remedyCommands = {
  setAdminKey: "openaiSpend.setAdminKey",
  useSampleOrganization: "openaiSpend.useSampleOrganization",
  checkAccess: "openaiSpend.checkAccess",
  openSettings: "openaiSpend.openSettings",
  showLog: "openaiSpend.showLog",
  refresh: "openaiSpend.refresh",
} as const satisfies Record<PageAction | "refresh", string>;
