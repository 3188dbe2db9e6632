/** What somebody may have meant who misspelt a name. */

import { expect, it } from "@jest/globals";

import { nearest } from "../../ingest/nearest.ts";

const KNOWN = ["build", "diff", "doctor", "fct_cost_daily", "AI_SPEND_HOME", "AI_SPEND_WAREHOUSE"];

it.each([
  ["biuld", "build"],
  ["bild", "build"],
  ["BUILD", "build"],
  ["fct_cost_dayly", "fct_cost_daily"],
  ["AI_SPEND_WAREHOSE", "AI_SPEND_WAREHOUSE"],
  ["ai_spend_home", "AI_SPEND_HOME"],
  ["dif", "diff"],
  ["nothing_like_it", null],
  ["", null],
])("%p is meant to be %p", (typed, meant) => {
  expect(nearest(typed, KNOWN)).toBe(meant);
});
