import type { Disposable } from "../domain/emitter.ts";
import type { UsageModel } from "../model/usageModel.ts";

/** A tree repaints at most this often (milliseconds): many windows land within a second, and each repaint flickers. */
const atMostEvery = 150;

/** Calls `paint` after the model changed: soon, and never more often than people can read. */
export function repaintOn(model: UsageModel, paint: () => void): Disposable {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const listening = model.onDidChange(() => {
    timer ??= setTimeout(() => {
      timer = undefined;
      paint();
    }, atMostEvery);
  });
  return {
    dispose: () => {
      clearTimeout(timer);
      listening.dispose();
    },
  };
}
