/** Keys in any text are found, and words about keys are left alone. */

import { expect, it } from "@jest/globals";

import { holdsKey, withoutKeys } from "../../ingest/key_shapes.ts";

it.each([
  "sk-ant-admin01-Ab_9-x",
  "sk-ant-api03-abcd",
  "crsr_0a1b2c3d",
  "key_0123456789abcdef0123456789abcdef",
  "sk-proj-0123456789abcdefghij",
])("%s is not shown, wherever it stands", (key) => {
  expect(withoutKeys(`set ${key} to`)).toBe("set (a key) to");
  expect(withoutKeys(`/home/me/${key}`)).toBe("/home/me/(a key)");
  expect(withoutKeys(`KEY_${key}, "${key}"`)).not.toContain(key.slice(4));
  expect(holdsKey(key)).toBe(true);
});

it.each([
  "an Admin key (sk-ant-admin…) of your Console organization",
  "a key (sk-ant-…), or (crsr_…)",
  "task-0123456789-0123456789-0123456789",
  "ANTHROPIC_ADMIN_KEY",
  "api_key_owners_of_the_last_month_and_year",
])("%s is shown", (text) => {
  expect(withoutKeys(text)).toBe(text);
  expect(holdsKey(text)).toBe(false);
});
