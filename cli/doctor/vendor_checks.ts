/** Network, clock and key of every connection, from one question to each: the one that `sync` begins with. */

import type { Connection } from "../../ingest/endpoint/connection.ts";
import type { Identity } from "../../ingest/endpoint/identity.ts";
import { errorMessage } from "../../ingest/error_facts.ts";
import { isSpendError, type SpendError } from "../../ingest/errors.ts";
import { vendorOf } from "../../ingest/vendors/index.ts";
import { refuseOneOrganizationTwice, refuseUnclear } from "../../ingest/sync/one_organization.ts";
import type { DoctorEffects } from "./effects.ts";
import { type Finding, ok, wrong, wrongNow } from "./finding.ts";
import { clockFinding, type Heard, listening, networkFinding, nothingHeard } from "./heard.ts";

type VendorEffects = Pick<DoctorEffects, "send" | "now" | "signal" | "loaderVersion" | "limitMs">;

/** Asks all connections at once. */
export async function vendorChecks(
  connections: readonly Connection[],
  effects: VendorEffects,
): Promise<readonly Finding[]> {
  const asked = await Promise.all(
    connections.map(async (connection) =>
      refusedUnclear(await ask(connection, effects), connections),
    ),
  );
  return [
    ...perAddress(asked, networkFinding),
    ...perAddress(asked, clockFinding),
    ...asked.flatMap(keyFinding),
    ...sameOrganization(asked),
  ];
}

interface Asked {
  readonly connection: Connection;
  /** Whose key it is; null if the question was not answered. */
  readonly identity: Identity | null;
  /** Null also where the first try was not answered, of which the wire tells. */
  readonly refusal: SpendError | null;
  readonly heard: Heard;
}

const UNANSWERED = Symbol("unanswered");

/** One try: a retry would only hide what is found, and take its time. */
async function ask(connection: Connection, effects: VendorEffects): Promise<Asked> {
  const heard = nothingHeard();
  const signal = AbortSignal.any([effects.signal, AbortSignal.timeout(effects.limitMs)]);
  let stop: () => void = () => undefined;
  const oneTry = new Promise<typeof UNANSWERED>((resolve) => (stop = () => resolve(UNANSWERED)));
  const identified = vendorOf(connection.vendor).identify(connection, {
    send: listening(effects, heard),
    now: effects.now,
    random: () => 0,
    sleep: () => {
      stop();
      return new Promise(() => undefined);
    },
    log: { event: () => undefined, warn: () => undefined },
    loaderVersion: effects.loaderVersion,
    signal,
  });
  try {
    const end = await Promise.race([identified, oneTry]);
    return { connection, identity: end === UNANSWERED ? null : end.identity, refusal: null, heard };
  } catch (refusal) {
    if (!isSpendError(refusal)) throw refusal;
    return { connection, identity: null, refusal, heard };
  }
}

/** As `sync` would refuse it beside the other connections. */
function refusedUnclear(asked: Asked, connections: readonly Connection[]): Asked {
  const { connection, identity } = asked;
  if (identity === null) return asked;
  try {
    refuseUnclear({ connection, identity }, connections);
    return asked;
  } catch (refusal) {
    if (!isSpendError(refusal)) throw refusal;
    return { ...asked, identity: null, refusal };
  }
}

/** One finding for each base URL; a question that was not answered speaks before those that were. */
function perAddress(
  asked: readonly Asked[],
  findingOf: (baseUrl: string, heard: Heard) => Finding | null,
): readonly Finding[] {
  const isAnswered = ({ heard }: Asked) => heard.answer !== null;
  const ordered = [...asked.filter((each) => !isAnswered(each)), ...asked.filter(isAnswered)];
  const addresses = [...new Set(asked.map(({ connection }) => connection.baseUrl))];
  return addresses.flatMap((baseUrl) => {
    const there = ordered.filter(({ connection }) => connection.baseUrl === baseUrl);
    const findings = there.map(({ heard }) => findingOf(baseUrl, heard));
    return findings.find((finding) => finding !== null) ?? [];
  });
}

/** Nothing about a key that nobody has looked at. */
function keyFinding({ connection, identity, refusal, heard }: Asked): readonly Finding[] {
  const { name, keyEnv, baseUrl } = connection;
  if (identity !== null) {
    return [ok("key", `Connection "${name}": the key in ${keyEnv} is accepted.`)];
  }
  const status = heard.answer?.status;
  if (status === undefined) return [];
  if (refusal !== null) {
    return [(refusal.name === "TransportError" ? wrongNow : wrong)("key", refusal.message)];
  }
  const said =
    status === 200
      ? "answers with something else than JSON: a proxy may stand between; check the base URL"
      : `answers HTTP ${status}: the vendor is busy or out of order; try again later`;
  return [wrongNow("key", `Connection "${name}": ${baseUrl} ${said}.`)];
}

function sameOrganization(asked: readonly Asked[]): readonly Finding[] {
  const identified = asked.flatMap(({ connection, identity }) =>
    identity === null ? [] : [{ connection, identity }],
  );
  try {
    refuseOneOrganizationTwice(identified);
    return [];
  } catch (error) {
    return [wrong("key", errorMessage(error))];
  }
}
