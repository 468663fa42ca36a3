import { withoutKeys } from "../api/adminKey.ts";
import { describeValue } from "../domain/describeValue.ts";
import { checkMessage } from "../shared/checkMessage.ts";
import type { Handlers, ToHost } from "../shared/protocol.ts";
import type { Log } from "./log.ts";

/** Hands a message of the page to its handler. One that is not in the table is dropped, and logged without keys. */
export function receiveMessage(value: unknown, handlers: Handlers<ToHost>, log: Log): void {
  const message = checkMessage(value);
  if (!message) {
    log.warn(`The dashboard sent a message that is not in the table; it is dropped: ${withoutKeys(describeValue(value))}`);
    return;
  }
  // One line for all: the handler table has a function for each type, with that type's body.
  const handle = handlers[message.type] as (body: ToHost[keyof ToHost]) => void | Promise<void>;
  void handle(message.body);
}
