import assert from "node:assert/strict";
import { SpendError, type SpendErrorKind } from "../../../src/domain/errors.ts";

/** The `SpendError` that a promise is rejected with; anything else fails the test. */
export async function refusal(promise: Promise<unknown>, kind?: SpendErrorKind): Promise<SpendError> {
  const outcome: unknown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  return asRefusal(outcome, kind);
}

/** The same for what throws at once. */
export function thrown(act: () => unknown, kind?: SpendErrorKind): SpendError {
  let outcome: unknown;
  try {
    act();
  } catch (error) {
    outcome = error;
  }
  return asRefusal(outcome, kind);
}

function asRefusal(outcome: unknown, kind: SpendErrorKind | undefined): SpendError {
  assert.ok(outcome instanceof SpendError, `expected a SpendError, got ${String(outcome)}`);
  if (kind !== undefined) assert.equal(outcome.kind, kind, outcome.message);
  return outcome;
}
