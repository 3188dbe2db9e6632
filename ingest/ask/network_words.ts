/** Why nobody answered, in words of the operator's. Pure. */

import { errorCode, property } from "../error_facts.ts";

/** What happened and what to do, as the rest of a sentence that begins with the address. */
export interface NetworkFault {
  readonly says: string;
  /** False if only the operator can mend it. */
  readonly mayPass: boolean;
}

/** Codes of OpenSSL and Node for a certificate that is not trusted. */
const CERTIFICATE =
  /^(CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|ERR_TLS_|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED)/;

const FAULTS: readonly (readonly [code: RegExp, says: string, mayPass: boolean])[] = [
  [
    /^ENOTFOUND$/,
    "has a name that is not found: check the base URL, and whether this machine is online",
    true,
  ],
  [/^EAI_/, "cannot be looked up: this machine seems to be offline, or its DNS is down", true],
  [
    /^ECONNREFUSED$/,
    "refuses connections: check the base URL, and that its server or proxy runs",
    true,
  ],
  [/^(ENETUNREACH|EHOSTUNREACH|ENETDOWN)$/, "has no route: this machine seems to be offline", true],
  [
    /^(UND_ERR_CONNECT_TIMEOUT|UND_ERR_HEADERS_TIMEOUT|UND_ERR_BODY_TIMEOUT|ETIMEDOUT)$/,
    "does not answer in time: check that a firewall lets this machine through, or try again later",
    true,
  ],
  [
    /^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/,
    "shows a certificate of another time: check this machine's clock; if that is right, whoever runs the server or proxy has to renew the certificate",
    false,
  ],
  [
    /^(ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH)$/,
    "shows a certificate for another name: check the base URL, and that no other server answers in its place",
    false,
  ],
  [
    CERTIFICATE,
    "shows a certificate that is not trusted: let NODE_EXTRA_CA_CERTS name the certificate of your proxy",
    false,
  ],
  [
    /^ERR_SSL_.*(INTERNAL_ERROR|BAD_RECORD_MAC|UNEXPECTED_EOF)/,
    "ends in the middle of TLS: try again later",
    true,
  ],
  [
    /^(ERR_SSL_|EPROTO)/,
    "does not speak TLS: check that the base URL is that of an https server",
    false,
  ],
];

export function networkFault(error: unknown): NetworkFault {
  const code = errorCode(error) ?? errorCode(property(error, "cause"));
  const text = typeof code === "string" && /^[A-Z0-9_]{1,40}$/.test(code) ? code : "network error";
  const known = FAULTS.find(([pattern]) => pattern.test(text));
  const [, says, mayPass] = known ?? [null, "gives no complete answer: try again later", true];
  return { says: `${says} (${text}).`, mayPass };
}
