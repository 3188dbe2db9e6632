/** One organization of a vendor that can be asked: a name, a key, an address. */

/** The vendor's name in `raw_fetches.vendor`. */
export type VendorId = "anthropic" | "cursor" | "claude_ai";

export interface Connection {
  readonly name: string;
  readonly vendor: VendorId;
  /** Name of the setting that holds the key, for errors. */
  readonly keyEnv: string;
  readonly key: string;
  /** Without a slash at the end. */
  readonly baseUrl: string;
}
