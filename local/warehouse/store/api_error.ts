/** Failures in BigQuery's own form: an HTTP status, a reason, one sentence. */

/** A refused request or a failed job. `status` is the HTTP status, `reason` BigQuery's word for it. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly reason: string;
  constructor(status: number, reason: string, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.status = status;
    this.reason = reason;
  }
}

/** `what` as BigQuery writes it: "Table local:ds.t", "Dataset local:ds", "Job local:US.id". */
export function notFound(what: string): ApiError {
  return new ApiError(404, "notFound", `Not found: ${what}`);
}

/** `what` as in {@link notFound}. */
export function duplicate(what: string): ApiError {
  return new ApiError(409, "duplicate", `Already Exists: ${what}`);
}

export function invalid(message: string): ApiError {
  return new ApiError(400, "invalid", message);
}

export function invalidQuery(message: string, cause?: unknown): ApiError {
  return new ApiError(400, "invalidQuery", message, { cause });
}

/** `what` names a method and path, a statement, or a setting. */
export function notImplemented(what: string): ApiError {
  return new ApiError(
    501,
    "notImplemented",
    `${what} is not supported by the local warehouse; it runs on BigQuery only.`,
  );
}

/** One entry of a job's `status.errors`, and of an error body's `errors`. */
export interface ErrorProto {
  readonly reason: string;
  readonly message: string;
  readonly location?: string;
}

export function errorProto({ reason, message }: ApiError): ErrorProto {
  return reason === "invalidQuery" ? { reason, message, location: "query" } : { reason, message };
}

/** The body that BigQuery's clients read an error from. */
export function errorBody(error: ApiError): object {
  const entry = { ...errorProto(error), domain: "global" };
  return { error: { code: error.status, message: error.message, errors: [entry] } };
}
