import axe from "axe-core";
import type { Frame, Page } from "playwright-core";

/** What axe finds, in a form that tells where. Its own requests for style sheets are off: the page's policy refuses them. */
export async function axeFindings(where: Page | Frame): Promise<readonly string[]> {
  await where.evaluate(axe.source);
  return where.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, { preload: false, resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} ${target.join(" ")}: ${failureSummary ?? ""}`));
  });
}
