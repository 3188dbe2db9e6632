/**
 * The four ways a command can fail, each with the exit code the operator sees. A message says what
 * happened, to what, and what to do; it never holds a key, an e-mail address or a response body.
 */

interface Options {
  readonly cause?: unknown;
}

/** The operator must fix something: a key, a setting, a file. Exit 2. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly exitCode = 2;
  /** HTTP status of the refusal, null where no vendor refused. */
  readonly status: number | null;
  constructor(message: string, options: Options & { readonly status?: number } = {}) {
    super(message, options);
    this.status = options.status ?? null;
  }
}

/** The network or the vendor's service failed; the same command may succeed later. Exit 75. */
export class TransportError extends Error {
  override readonly name = "TransportError";
  readonly exitCode = 75;
  /** True if only the walk is spoiled: asked anew from its first page it may be whole. */
  readonly startsAnew: boolean;
  /** HTTP status of the last answer, null where there was none. */
  readonly status: number | null;
  constructor(
    message: string,
    options: Options & { readonly startsAnew?: boolean; readonly status?: number | null } = {},
  ) {
    super(message, options);
    this.startsAnew = options.startsAnew ?? false;
    this.status = options.status ?? null;
  }
}

/** The vendor answered with something its own contract forbids; asking again will not help. Exit 65. */
export class ContractError extends Error {
  override readonly name = "ContractError";
  readonly exitCode = 65;
  /** HTTP status of the refusal, null where an answer was not as documented. */
  readonly status: number | null;
  constructor(message: string, options: Options & { readonly status?: number } = {}) {
    super(message, options);
    this.status = options.status ?? null;
  }
}

/** The warehouse refused a statement, a load, or a law. Exit 1. */
export class LandingError extends Error {
  override readonly name = "LandingError";
  readonly exitCode = 1;
  constructor(message: string, options: Options = {}) {
    super(message, options);
  }
}

export type SpendError = ConfigError | TransportError | ContractError | LandingError;

/** True for the errors above, whose message is meant for the operator as it stands. */
export function isSpendError(error: unknown): error is SpendError {
  return (
    error instanceof ConfigError ||
    error instanceof TransportError ||
    error instanceof ContractError ||
    error instanceof LandingError
  );
}
