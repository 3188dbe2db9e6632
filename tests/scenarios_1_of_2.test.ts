/** Half of the stories in tests/scenarios. */

import { describeScenarios } from "./support/describe_scenarios.ts";

describeScenarios(0, 2);
