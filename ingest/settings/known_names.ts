/** Settings of this program's own, by name: another name that begins alike is a slip of the pen. Pure. */

import { nearest } from "../nearest.ts";
import { type Environment, setting } from "./settings.ts";

export const OWN_SETTINGS: readonly string[] = [
  "AI_SPEND_HOME",
  "AI_SPEND_SETTINGS",
  "AI_SPEND_WAREHOUSE",
];

/** What the tests tell each other; no verb reads it. */
const OF_TESTS = "AI_SPEND_TEST_RUN";

/** Names with a value that no setting has, `listed` being those that connections.yaml takes keys from. */
export function unknownNames(env: Environment, listed: readonly string[]): readonly string[] {
  const known = new Set([...OWN_SETTINGS, ...listed, OF_TESTS]);
  return Object.keys(env).filter(
    (name) => /^AI_SPEND_/i.test(name) && !known.has(name) && setting(env, name) !== null,
  );
}

/** A sentence with what may be meant; `where` stands behind the name. */
export function unknownName(name: string, where = ""): string {
  const bare = (each: string) => each.slice("AI_SPEND_".length);
  const meant = nearest(bare(name), OWN_SETTINGS.map(bare));
  const remedy =
    meant === null
      ? `the settings are ${OWN_SETTINGS.join(", ")}, and those of the vendors.`
      : `did you mean AI_SPEND_${meant}?`;
  return `${name}${where} is not a setting: ${remedy}`;
}
