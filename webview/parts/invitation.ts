import { html, type TemplateResult } from "lit-html";
import { button } from "./button.ts";
import { chartIcon } from "./icons.ts";
import { perform, type PageActions } from "./pageActions.ts";

/** What stands here before there is a key: what one would see, what it takes, and a way to look without. */
export function invitation(actions: PageActions): TemplateResult {
  const act = (action: "setAdminKey" | "useSampleOrganization") => () => {
    perform(actions, action);
  };
  return html`<section class="invitation" aria-labelledby="invitation-title">
    <span class="message-icon">${chartIcon}</span>
    <h1 id="invitation-title">See what your organization spends on the OpenAI API</h1>
    <p>
      Costs and usage by project, line item, model, user and key, day by day. It takes an admin key of an organization owner; a
      read-only one is enough. The key stays in VS Code's secret storage and is sent to the API alone.
    </p>
    <div class="invitation-actions">
      ${button({ label: "Set Admin Key", primary: true, onClick: act("setAdminKey") })}
      ${button({ label: "Explore Sample Organization", onClick: act("useSampleOrganization") })}
    </div>
  </section>`;
}
