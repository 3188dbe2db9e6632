/** What passes by itself, where only the words of BigQuery or of the network are left, as in the Dataform CLI's output. */

/** Reasons that pass by themselves (BigQuery's table of error messages). */
export const PASSING_REASONS: readonly string[] = [
  "backendError",
  "internalError",
  "jobBackendError",
  "jobInternalError",
  "jobRateLimitExceeded",
  "rateLimitExceeded",
  "tableUnavailable",
];

const REASON = new RegExp(`\\b(${PASSING_REASONS.join("|")})\\b`, "i");

const QUOTA = /\bquota ?exceeded\b|\bexceeded (its |the |your )?(custom )?quota\b/i;

const SERVICE =
  /\bexceeded rate limits\b|\ban internal error (has )?(occurred|during)\b|\bservice is (currently |temporarily )?unavailable\b|\btemporarily unavailable\b|\b(is|was) unavailable\. Please retry\b|\bRetrying (the job )?may solve the problem\b|\bdue to concurrent update\b/i;

const NETWORK =
  /\b(ECONN(RESET|REFUSED|ABORTED)|EPIPE|ETIMEDOUT|EAI_AGAIN|ENOTFOUND|ENETUNREACH|EHOSTUNREACH)\b|\bsocket hang up\b|\bsocket disconnected\b|\bPremature close\b|\b(429 Too Many Requests|500 Internal Server Error|502 Bad Gateway|503 Service Unavailable|504 Gateway Time-?out)\b/i;

/** Pure. */
export function saysQuotaIsUsed(words: string): boolean {
  return QUOTA.test(words);
}

/** True if the same may go well later. Pure. */
export function saysItPasses(words: string): boolean {
  return [REASON, QUOTA, SERVICE, NETWORK].some((pattern) => pattern.test(words));
}
