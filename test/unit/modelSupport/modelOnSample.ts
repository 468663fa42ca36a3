import { parseBaseUrl } from "../../../src/api/baseUrl.ts";
import { bodyOf } from "../../../src/api/body.ts";
import type { Transport, TransportRequest } from "../../../src/api/transport.ts";
import { sessionOpener } from "../../../src/host/sessions.ts";
import type { Account } from "../../../src/model/account.ts";
import { parseSettings, type SettingName } from "../../../src/model/settings.ts";
import { UsageModel } from "../../../src/model/usageModel.ts";
import { answerer } from "../../../src/sample/answer.ts";
import type { Answer } from "../../../src/sample/failure.ts";
import type { Organization } from "../../../src/sample/organization.ts";
import { createSampleOrganization, sampleSeed } from "../../../src/sample/sampleOrganization.ts";
import { FakeClock } from "./fakeClock.ts";
import { memoryPort } from "./memoryPort.ts";
import { KeptLog } from "./modelOnServer.ts";

export interface SampleStand {
  readonly model: UsageModel;
  readonly clock: FakeClock;
  readonly settings: Partial<Record<SettingName, unknown>>;
  readonly log: KeptLog;
  /** Changes what costs are answered: gets the right answer, gives the one that is sent. */
  change: ((answer: Answer, request: TransportRequest) => Answer) | undefined;
}

export const realAccount: Account & { readonly kind: "key" } = { kind: "key", baseUrl: parseBaseUrl("https://api.openai.com/v1"), key: () => Promise.resolve("sk-admin-test"), from: "stored" };
export const sampleAccount: Account = { kind: "sample" };

/** A model without a network, for tests of texts: the generator answers in place of the API, as a real account or the sample. */
export async function modelOnSample(
  account: Account = realAccount,
  settings: Partial<Record<SettingName, unknown>> = {},
  organization: (now: number) => Organization = (now) => createSampleOrganization(sampleSeed, now),
): Promise<SampleStand> {
  const clock = new FakeClock();
  const log = new KeptLog();
  const raw = { range: 3, ...settings };
  const transport: Transport = {
    async get(request) {
      await Promise.resolve();
      request.signal.throwIfAborted();
      const seconds = Math.floor(clock.now() / 1000);
      const right = answerer(organization(seconds))(request.url, seconds);
      const { status, body } = stand.change?.(right, request) ?? right;
      return { status, url: request.url.href, header: () => null, body: () => Promise.resolve(bodyOf(JSON.stringify(body))) };
    },
  };
  const model = new UsageModel({ clock, log, settings: () => parseSettings((name) => raw[name]), openSession: sessionOpener(transport, memoryPort(clock), clock, log) });
  const stand: SampleStand = { model, clock, settings: raw, log, change: undefined };
  model.setAccount(account);
  await model.refresh();
  return stand;
}
