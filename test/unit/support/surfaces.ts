import { toText } from "../../../src/domain/decimal.ts";
import { endpointLines, projectLines } from "../../../src/model/treeData.ts";
import type { UsageModel } from "../../../src/model/usageModel.ts";
import { exactGlance } from "../modelSupport/figureWords.ts";

/** All that the surfaces show, but for when it is from. */
export function surfaces(model: UsageModel): unknown {
  const { today, yesterday, month } = exactGlance(model);
  const projects = projectLines(model).map(({ name, total, change }) => [name, total && toText(total), change && toText(change)]);
  const endpoints = endpointLines(model).map(({ source, total, missing }) => [source, total && toText(total), missing]);
  return { today, yesterday, month, projects, endpoints };
}
