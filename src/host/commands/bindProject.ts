import type { CommandContext } from "../commandContext.ts";
import { isTreeNode } from "../treeNode.ts";

/** Makes a project this workspace's own: it stands first in the sidebar, and in the status bar's tooltip. */
export async function bindProject({ bound }: CommandContext, argument: unknown): Promise<void> {
  if (isTreeNode(argument) && argument.kind === "project" && argument.line.value !== null) await bound.bind(argument.line.value);
}

export async function unbindProject({ bound }: CommandContext): Promise<void> {
  await bound.bind(undefined);
}
