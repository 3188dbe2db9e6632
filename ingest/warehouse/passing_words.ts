/** What passes by itself, and what the operator must mend beside the models, where only the words of BigQuery or of the network are left, as in the Dataform CLI's output. */

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
  /\bexceeded rate limits\b|\ban internal error (has )?(occurred|during)\b|\bservice is (currently |temporarily )?unavailable\b|\btemporarily unavailable\b|\b(is|was) unavailable\. Please retry\b|\bRetrying (the job )?may solve the problem\b|\bdue to concurrent update\b|\bno answer of BigQuery's\b/i;

const NETWORK =
  /\b(ECONN(RESET|REFUSED|ABORTED)|EPIPE|ETIMEDOUT|EAI_AGAIN|ENOTFOUND|ENETUNREACH|EHOSTUNREACH)\b|\bsocket hang up\b|\bsocket disconnected\b|\bPremature close\b|\b(429 Too Many Requests|500 Internal Server Error|502 Bad Gateway|503 Service Unavailable|504 Gateway Time-?out)\b|^(Too Many Requests|Internal Server Error|Bad Gateway|Service Unavailable|Gateway Time-?out)$/i;

/** Pure. */
export function saysQuotaIsUsed(words: string): boolean {
  return QUOTA.test(words);
}

/** True if the same may go well later. Pure. */
export function saysItPasses(words: string): boolean {
  return [REASON, QUOTA, SERVICE, NETWORK].some((pattern) => pattern.test(words));
}

const OPERATORS =
  /\bAccess Denied: |\bPermission (denied while|\S+ denied on)\b|\bBilling has not been enabled\b|\bbilling account .* (closed|disabled)\b|\bAPI has not been used in project\b|\bworkflow_settings\.yaml says\b/i;

/** True if access, billing, the sign-in or a setting is why: no model can mend that. Pure. */
export function saysOperatorMends(words: string): boolean {
  return OPERATORS.test(words) || saysNotSignedIn(words);
}

/** Words of Google's sign-in, and of OpenSSL for a private key, which come before BigQuery is asked. */
const SIGN_IN =
  /Could not load the default credentials|\binvalid authentication credentials\b|\b(invalid_(grant|rapt|client)|unauthorized_client|deleted_client)\b|(DECODER|PEM) routines|does not contain a (client_email|private_key) field/;

/** Pure. */
export function saysNotSignedIn(words: string): boolean {
  return SIGN_IN.test(words);
}

export const SIGN_IN_AGAIN =
  'Run "gcloud auth application-default login", or replace the key file that GOOGLE_APPLICATION_CREDENTIALS names.';
