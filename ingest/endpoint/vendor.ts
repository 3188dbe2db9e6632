/** A vendor as the program sees it: what it is called where, how its key is set, and what can be asked of it. */

import type { Ask, AskEffects } from "../ask/ask.ts";
import type { Connection, VendorId } from "./connection.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Identity } from "./identity.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";

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
  /**
   * The other connection that landed this one's organization before it did, configured or not; null if there is none.
   * Throws LandingError if the warehouse cannot be read, TransportError if it cannot be told at present.
   */
  readonly readFormerName: (warehouse: Warehouse, identified: Identified) => Promise<string | null>;
  /** Reports first, then directories, so that a directory knows all that a report names. */
  readonly endpoints: readonly Endpoint[];
}

export type IdentifyEffects = AskEffects & { readonly loaderVersion: string };

export interface Identified {
  readonly connection: Connection;
  readonly organizationId: string;
  /** Two connections of one vendor may not share it. */
  readonly identity: Identity;
  readonly ask: Ask;
}
