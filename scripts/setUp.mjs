import { setUpTiers } from "./testSetUp.mjs";
import { TIER_NAMES } from "./testTiers.mjs";

/** Everything that the tests and the demo need, without running them. */
await setUpTiers(TIER_NAMES);
