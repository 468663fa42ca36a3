import { defaultView } from "../../domain/viewQuery.ts";
import { curlForView } from "../../model/curlForView.ts";
import type { CommandContext } from "../commandContext.ts";
import { isTreeNode } from "../treeNode.ts";
import { copy } from "./copyFromTree.ts";
import { viewOfNode } from "./openDashboard.ts";

/** The question of the dashboard, or of a line of the sidebar, as a command to paste; the key stands as a variable. */
export async function copyAsCurl(context: CommandContext, argument: unknown): Promise<void> {
  const { model, dashboards } = context;
  const node = isTreeNode(argument) ? viewOfNode(argument, model) : undefined;
  const baseUrl = model.account.kind === "key" ? model.account.baseUrl : undefined;
  await copy(curlForView(node ?? dashboards.query ?? defaultView, model.now(), baseUrl), "cURL command copied");
}
