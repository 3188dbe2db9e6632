/** Half of the stories in tests/sql/scenarios. */

import { describeScenarios } from "../support/describe_scenarios.ts";

describeScenarios(0, 2);
