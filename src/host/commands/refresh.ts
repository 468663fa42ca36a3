import type { CommandContext } from "../commandContext.ts";
import { isTreeNode } from "../treeNode.ts";

/** Asks for everything that is looked at again; also the retry of a failed endpoint. */
export async function refresh({ model, accounts }: CommandContext): Promise<void> {
  // A key that was set or mended meanwhile is found first.
  await accounts.decide();
  await model.refresh();
}

export function showMore({ projects, endpoints }: CommandContext, argument: unknown): void {
  if (!isTreeNode(argument) || argument.kind !== "more") return;
  projects.showMore(argument.parent);
  endpoints.showMore(argument.parent);
}
