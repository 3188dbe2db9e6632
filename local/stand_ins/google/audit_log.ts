/**
 * What the Data Access audit log says of a call, as its sink writes it: who and which model, no token. Beside the
 * calls that are billed it holds failed ones, token counts, entries delivered twice and another vendor's models.
 */

import { randomFrom } from "../organization/random.ts";
import { FEDERATED, type VertexCall, type VertexProject } from "../organization/vertex.ts";
import { timeText } from "./billing_export.ts";
import { googleId, vertexModel } from "./skus.ts";

const POOL = "principal://iam.googleapis.com/locations/global/workforcePools/example-pool/subject";
const CLAUDE_CODE = "claude-cli/2.1.210 (external, cli),gzip(gfe)";
const OTHER_CLIENT = "AnthropicVertex/Python 0.75.0,gzip(gfe)";

/** gRPC codes of calls that come to nothing: quota, permission, unavailable. */
const FAILURES = [8, 8, 7, 14] as const;

/** gRPC's code of a call that its caller cancelled. */
const CANCELLED = 1;

const SERVICE = "aiplatform.googleapis.com";

/**
 * The entries that one call leaves, in the order of time.
 * @param federated e-mail of the person who signs in through a workforce pool, null for nobody
 */
export function auditRows(
  project: VertexProject,
  call: VertexCall,
  federated: string | null,
): readonly object[] {
  const random = randomFrom("audit", call.id);
  const model = vertexModel(call.model).endpoint;
  const entry = (what: Partial<Entry> & Pick<Entry, "name">) =>
    entryOf(project, call, federated, { model, method: "StreamRawPredict", ...what });
  const rows: object[] = [];
  if (random.chance(10)) {
    rows.push(entry({ name: "count", model: "count-tokens", method: "RawPredict", early: 900 }));
  }
  if (random.chance(6)) {
    rows.push(entry({ name: "failed", early: 400, failure: random.pick(FAILURES) }));
  }
  rows.push(...asLogged(call, (what) => entry({ name: "call", ...what })));
  if (random.chance(2)) rows.push(entry({ name: "call" }));
  if (random.chance(1)) rows.push(entry({ name: "other", publisher: "google", model: "gemini-x" }));
  return rows;
}

/**
 * The call itself: as a rule one entry; of some streams the first and the last entry of an operation, of some an
 * entry that Cloud Logging split, and some whose user cancelled them, which Google bills all the same.
 */
function asLogged(
  { id }: VertexCall,
  entry: (what: Partial<Entry>) => LoggedEntry,
): readonly object[] {
  const random = randomFrom("audit-form", id);
  const whole = entry(random.chance(3) ? { failure: CANCELLED } : {});
  if (random.chance(3)) {
    const operation = { id: googleId("operation", id).toLowerCase(), producer: SERVICE };
    const last = entry({ name: "last", early: -4_000 });
    return [
      { ...whole, operation: { ...operation, first: true, last: null } },
      { ...last, operation: { ...operation, first: null, last: true } },
    ];
  }
  if (!random.chance(3)) return [whole];
  const split = { uid: googleId("split", id).toLowerCase(), totalSplits: 2 };
  const { serviceName, methodName, resourceName } = whole.protopayload_auditlog;
  const rest = { serviceName, methodName, resourceName };
  return [
    { ...whole, split: { ...split, index: 0 } },
    {
      ...whole,
      protopayload_auditlog: rest,
      insertId: `${whole.insertId}-1`,
      split: { ...split, index: 1 },
    },
  ];
}

/** The address of the one person who signs in through the company's identity provider. */
export function federatedOf(people: readonly { readonly email: string }[]): string | null {
  return people[FEDERATED]?.email ?? null;
}

interface LoggedEntry {
  readonly insertId: string;
  readonly [field: string]: unknown;
  readonly protopayload_auditlog: {
    readonly serviceName: string;
    readonly methodName: string;
    readonly resourceName: string;
    readonly [field: string]: unknown;
  };
}

interface Entry {
  /** Entries of one call with the same name are one entry, delivered twice. */
  readonly name: string;
  readonly model: string;
  readonly method: "RawPredict" | "StreamRawPredict";
  readonly publisher?: string;
  /** Milliseconds before the call. */
  readonly early?: number;
  readonly failure?: number;
}

function entryOf(
  project: VertexProject,
  call: VertexCall,
  federated: string | null,
  { name, model, method, publisher = "anthropic", early = 0, failure }: Entry,
): LoggedEntry {
  const { id } = project;
  const methodName = `google.cloud.aiplatform.v1.PredictionService.${method}`;
  const resourceName = `projects/${id}/locations/${call.region}/publishers/${publisher}/models/${model}`;
  return {
    logName: `projects/${id}/logs/cloudaudit.googleapis.com%2Fdata_access`,
    resource: {
      type: "audited_resource",
      labels: { project_id: id, service: SERVICE, method: methodName },
    },
    protopayload_auditlog: {
      serviceName: SERVICE,
      methodName,
      resourceName,
      status:
        failure === undefined ? { code: null, message: null } : { code: failure, message: "no" },
      authenticationInfo: authenticationOf(project, call, federated),
      authorizationInfo: [
        { resource: resourceName, permission: "aiplatform.endpoints.predict", granted: true },
      ],
      requestMetadata: {
        callerIp: "192.0.2.1",
        callerSuppliedUserAgent: call.isClaudeCode ? CLAUDE_CODE : OTHER_CLIENT,
      },
    },
    timestamp: timeText(call.at - early),
    receiveTimestamp: timeText(call.at - early + 1_500),
    severity: failure === undefined ? "INFO" : "ERROR",
    insertId: googleId("entry", call.id, name).toLowerCase(),
  };
}

/** People are themselves, a subject of the company's pool, or first in the chain behind a service account. */
function authenticationOf(
  { serviceAccount }: VertexProject,
  { person }: VertexCall,
  federated: string | null,
): object {
  if (serviceAccount === null) {
    return person === federated
      ? { principalSubject: `${POOL}/${person}`, serviceAccountDelegationInfo: [] }
      : {
          principalEmail: person,
          principalSubject: `user:${person}`,
          serviceAccountDelegationInfo: [],
        };
  }
  const principalSubject = `serviceAccount:${serviceAccount}`;
  if (person === null) {
    return { principalEmail: serviceAccount, principalSubject, serviceAccountDelegationInfo: [] };
  }
  return {
    principalEmail: serviceAccount,
    principalSubject,
    serviceAccountDelegationInfo: [
      { principalSubject: `user:${person}`, firstPartyPrincipal: { principalEmail: person } },
    ],
  };
}
