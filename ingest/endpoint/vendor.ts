/** A vendor as the program sees it: what it is called where, how its key is set, and what can be asked of it. */

import type { Ask, AskEffects } from "../ask/ask.ts";
import type { Connection, VendorId } from "./connection.ts";
import type { Endpoint } from "./endpoint.ts";

export interface Vendor {
  readonly id: VendorId;
  /** On the command line, in connections.yaml, and of the connection if there is no such file. */
  readonly name: string;
  /** Setting that holds the key, if connections.yaml names no other. */
  readonly keyEnv: string;
  /** The key in words: "an Admin key (sk-ant-admin…)". */
  readonly keyText: string;
  readonly baseEnv: string;
  readonly base: string;
  /** What is wrong with the key, as the rest of a sentence that begins with its setting; null: nothing to be seen. */
  readonly checkKey: (key: string) => string | null;
  /** Finds out whose key it is, before anything else is asked. Throws ConfigError if it is not accepted. */
  readonly identify: (connection: Connection, effects: IdentifyEffects) => Promise<Identified>;
  /** Reports first, then directories, so that a directory knows all that a report names. */
  readonly endpoints: readonly Endpoint[];
}

export type IdentifyEffects = AskEffects & { readonly loaderVersion: string };

export interface Identified {
  readonly connection: Connection;
  readonly organizationId: string;
  /** Equal for two keys of one organization; two connections of one vendor may not share it. */
  readonly identity: string;
  readonly ask: Ask;
}
