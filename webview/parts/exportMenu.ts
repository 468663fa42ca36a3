import type { TemplateResult } from "lit-html";
import type { ExportFormat } from "../../src/shared/protocol.ts";
import type { ExportPart } from "../view/pageExport.ts";
import { exportIcon } from "./icons.ts";
import { menu, menuItem } from "./menu.ts";
import type { PageActions } from "./pageActions.ts";

const parts: readonly { readonly part: ExportPart; readonly label: string }[] = [
  { part: "table", label: "Table" },
  { part: "buckets", label: "Values by bucket" },
];
const formats: readonly ExportFormat[] = ["csv", "json"];

/** What is shown, as a file: the table as it stands, or every value of the chart. */
export function exportMenu(actions: PageActions, disabled: boolean): TemplateResult {
  const items = parts.flatMap(({ part, label }) => formats.map((format) => menuItem({ label: `${label} as ${format.toUpperCase()}`, choose: () => { actions.exportShown(part, format); } })));
  return menu({ id: "export-menu", label: "Export", icon: exportIcon, items, disabled });
}
