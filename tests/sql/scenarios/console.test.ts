/** The stories of `console`, which has half of them all. */

import { describeScenarios } from "../../support/describe_scenarios.ts";

describeScenarios(["console"]);
