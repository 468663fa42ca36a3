import type { CommandContext } from "./commandContext.ts";
import { bindProject, unbindProject } from "./commands/bindProject.ts";
import { checkAccessCommand } from "./commands/checkAccess.ts";
import { copyAsCurl } from "./commands/copyAsCurl.ts";
import { copyId, copyValue } from "./commands/copyFromTree.ts";
import { clearHistory } from "./commands/clearHistory.ts";
import { exportData } from "./commands/exportData.ts";
import { leaveSampleOrganization, useSampleOrganization } from "./commands/sampleOrganization.ts";
import { openDashboard } from "./commands/openDashboard.ts";
import { openView } from "./commands/openView.ts";
import { openSettings, showLog } from "./commands/openOther.ts";
import { refresh, showMore } from "./commands/refresh.ts";
import { removeAdminKey } from "./commands/removeAdminKey.ts";
import { setAdminKey } from "./commands/setAdminKey.ts";
import { showToday } from "./commands/showToday.ts";
import { resumeYear, stopYear } from "./commands/year.ts";

export type CommandHandler = (context: CommandContext, argument: unknown) => Promise<void> | void;

/** Every command; `package.json` gives their titles and places, and a test holds the two together. */
export const commandTable = {
  "openaiSpend.setAdminKey": setAdminKey,
  "openaiSpend.removeAdminKey": removeAdminKey,
  "openaiSpend.refresh": refresh,
  "openaiSpend.openDashboard": openDashboard,
  "openaiSpend.openView": openView,
  "openaiSpend.showToday": showToday,
  "openaiSpend.exportData": exportData,
  "openaiSpend.copyAsCurl": copyAsCurl,
  "openaiSpend.checkAccess": checkAccessCommand,
  "openaiSpend.useSampleOrganization": useSampleOrganization,
  "openaiSpend.leaveSampleOrganization": leaveSampleOrganization,
  "openaiSpend.showLog": showLog,
  "openaiSpend.clearHistory": clearHistory,
  "openaiSpend.stopYear": stopYear,
  "openaiSpend.resumeYear": resumeYear,
  "openaiSpend.openSettings": openSettings,
  "openaiSpend.copyValue": copyValue,
  "openaiSpend.copyId": copyId,
  "openaiSpend.bindProject": bindProject,
  "openaiSpend.unbindProject": unbindProject,
  "openaiSpend.showMore": showMore,
} as const satisfies Record<string, CommandHandler>;

export type CommandId = keyof typeof commandTable;
