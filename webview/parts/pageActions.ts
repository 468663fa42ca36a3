import type { ViewQuery } from "../../src/domain/viewQuery.ts";
import type { ExportFormat, PageAction, ToHost } from "../../src/shared/protocol.ts";
import type { ExportPart } from "../view/pageExport.ts";
import type { Look } from "../state/look.ts";

/** What the parts of the page can set going. */
export interface PageActions {
  readonly ask: (query: ViewQuery) => void;
  /** The same, leaving a way back to what is shown now. */
  readonly drill: (query: ViewQuery) => void;
  /** Back to a step of the trail. */
  readonly back: (to: number) => void;
  /** To the range of a step of the trail, with all else as it is. */
  readonly zoomOut: (to: number) => void;
  readonly look: (look: Partial<Look>) => void;
  /** Says something that went wrong in the page itself, until the next choice. */
  readonly tell: (notice: string) => void;
  readonly openBuckets: (open: boolean) => void;
  /** Opens the rows of a bucket one by one. @param start Unix seconds; null is the newest bucket that has rows */
  readonly rawRows: (start: number | null) => void;
  readonly closeRawRows: () => void;
  /** Makes a file of what is shown, which the host saves. */
  readonly exportShown: (part: ExportPart, format: ExportFormat) => void;
  readonly send: <K extends keyof ToHost>(type: K, body: ToHost[K]) => void;
  /** Draws again after a part changed something of its own, such as a search text or a scroll position. */
  readonly redraw: () => void;
}

/** The words on a button that stands for a command, as the palette has them. */
export const actionLabels: Readonly<Record<PageAction | "refresh", string>> = {
  refresh: "Try Again",
  setAdminKey: "Set Admin Key",
  useSampleOrganization: "Explore Sample Organization",
  checkAccess: "Check Admin Key Access",
  showLog: "Show Log",
  openSettings: "Open Settings",
};

export function perform(actions: PageActions, action: PageAction | "refresh"): void {
  if (action === "refresh") actions.send("refresh", null);
  else actions.send("act", action);
}
