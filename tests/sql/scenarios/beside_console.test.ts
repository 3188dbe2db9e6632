/** The stories of every domain but `console`: starting both engines for each of them would take longer than they do. */

import { describeScenarios } from "../../support/describe_scenarios.ts";
import { scenarioDomains } from "../../support/scenario.ts";

describeScenarios(scenarioDomains().filter((domain) => domain !== "console"));
