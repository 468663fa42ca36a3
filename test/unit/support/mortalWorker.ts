/** The history's own thread, which dies where it is told to; that comes first. */
import "./mortality.ts";
import "../../../src/worker/historyWorker.ts";
