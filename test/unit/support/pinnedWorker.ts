/** The history's own thread by a clock that stands; that comes first. */
import "./pinnedClock.ts";
import "../../../src/worker/historyWorker.ts";
