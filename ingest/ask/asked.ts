/** Whom a question goes to. */

/** Whom is asked: `name` of the connection and the setting that holds its key go into errors. */
export interface Asked {
  readonly name: string;
  readonly keyEnv: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What to do about a refusal, by HTTP status; KEY stands for the setting. */
  readonly remedies: Readonly<Record<number, string>>;
  /** Limits are kept by this side too, unless this is a stand-in on loopback, which has none. */
  readonly baseUrl: string;
  /** An answer that repeats it is not landed. */
  readonly key?: string | undefined;
}
