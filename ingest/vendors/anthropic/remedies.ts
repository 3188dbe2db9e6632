/** What the operator can do about a refusal, by HTTP status; KEY stands for the setting that holds the key. */
export const REMEDIES: Readonly<Record<number, string>> = {
  401: "the key in KEY is not accepted; create a new Admin key in the Console and set it there.",
  402: "the vendor reports a billing problem of the organization; settle it in the Console.",
  403: "the key in KEY may not read this; set an Admin key (sk-ant-admin…) made by an organization admin, or the key of an admin or service account that is bound to no workspace.",
  404: "the key in KEY is not an Admin key and may not be used as one, or the account is an individual one, which has no Admin API; set an Admin key (sk-ant-admin…) of an organization and check the base URL.",
};
