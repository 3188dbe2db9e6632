/** Who bears a charge: by which rule, by which row of which list, and in which team as of the day. Pure. */

import { sum } from "../../ingest/money/nano_usd.ts";
import { node, type TraceNode } from "./node.ts";
import { type Row, said, text, type TraceFacts } from "./read_trace.ts";
import { shareText, wholeNumber } from "./share.ts";

type Facts = TraceNode["facts"];

/** What each method means; a written policy's method names its version. */
const METHODS: Readonly<Record<string, string>> = {
  owner: "api_key_owners names the owner of the key on this day",
  key_principal:
    "the key belongs to a service account or a user, whom the vendor's directory names",
  native_actor: "the vendor's own cost report names who acted",
  claude_code_key_creator: "Claude Code made the key for the person who signed in",
  claude_code_tokens: "by the tokens that each person used in Claude Code on this day",
  account: "use without a key: the vendor names the account",
  seat_user: "the vendor's report per person claims it",
  service_account: "the vendor's report names an account of no person",
  deleted_user: "the account is gone, and the vendor says no more whose it was",
  no_seat_user: "the vendor's report per person leaves it out",
  no_user_report: "there is no report per person for the day",
  spend_report: "the imported spend report names the person",
  seat: "the list of seats names who has it",
  event_user: "the event names its user",
  event_service_account: "the event names its service account",
  single_user: "the project is one person's in claude_code_projects",
  requests: "by the calls of each person that Google logged",
  tokens: "by the tokens of each person that Google logged",
  requests_of_month: "capacity that was bought: by all calls of the model in the month",
  unmapped_project: "claude_code_projects does not list the project",
  unattributed: "nothing names anybody",
  console_csv: "the file names the key",
};

/** The people that one API key's dollars belong to. */
export function peopleOfKey(
  facts: TraceFacts,
  chargeId: string,
  keyId: string,
): readonly TraceNode[] {
  const ofKey = (row: Row) => row["api_key_id"] === keyId;
  const owners = facts.of("owners", chargeId).filter(ofKey);
  const candidates = facts.of("key_people", chargeId).filter(ofKey);
  return facts
    .of("people", chargeId)
    .filter(ofKey)
    .map((person) => {
      const method = text(person["attribution_method"]);
      const own = candidates.filter((row) => row["method"] === method);
      return personNode(person, [
        ...owners.flatMap((row) => ownerFacts(row, method)),
        ...weightFacts(person, own, text(own[0]?.["whole_usd"])),
      ]);
    });
}

/** The people of a charge that has no key. */
export function peopleNode(facts: TraceFacts, charge: Row): TraceNode {
  const id = text(charge["charge_id"]);
  const usd = text(charge["cost_usd"]);
  const people = facts.of("people", id);
  const callers = facts.of("callers", id);
  return node(people.length === 1 ? "who bears it" : "split among people", {
    usd,
    rule: "parts",
    facts: [...projectFacts(facts.of("projects", id)), ...claimFacts(facts.of("claims", id))],
    children: people.map((person) => {
      const method = text(person["attribution_method"]);
      const isSplit = callers.length > 1 || method === "requests" || method === "tokens";
      return personNode(person, isSplit ? weightFacts(person, callers, usd) : []);
    }),
  });
}

function personNode(person: Row, how: Facts): TraceNode {
  const method = text(person["attribution_method"]);
  const policy = /^shared_key_policy:(.*)@(.*)$/.exec(method);
  const rule =
    policy === null
      ? (METHODS[method] ?? "")
      : `the written policy ${policy[1]}, version ${policy[2]}, shares the key`;
  return node(text(person["user_email"]), {
    usd: text(person["cost_usd"]),
    facts: [["rule", rule === "" ? method : `${method}: ${rule}`], ...how, ...teamFacts(person)],
  });
}

/** Team and cost center with the row of \`people\` that says so. */
function teamFacts(person: Row): Facts {
  const team = said(person, "owner_type", "team", "cost_center");
  const [from, to] = [text(person["valid_from"]), text(person["valid_to"])];
  const isListed = text(person["name"]) !== "" || from !== "";
  return isListed
    ? [...team, ["row of people", `${text(person["user_email"])}, ${period(from, to)}`]]
    : team;
}

/** The row of api_key_owners that decided, where one did. */
function ownerFacts(row: Row, method: string): Facts {
  const isListed = method === "owner" || method.startsWith("shared_key_policy:");
  if (!isListed || text(row["resolution"]) !== method.replace(/:.*/, "")) return [];
  const owner = text(row["listed_owner"]) || `policy ${text(row["policy_id"])}`;
  const note = text(row["note"]) === "" ? "" : `, ${text(row["note"])}`;
  const held = period(text(row["valid_from"]), text(row["valid_to"]));
  return [["row of api_key_owners", `${text(row["api_key_id"])} → ${owner}, ${held}${note}`]];
}

/** All candidates with their weights, and the share of the one who bears this. */
function weightFacts(person: Row, candidates: readonly Row[], whole: string): Facts {
  if (candidates.length === 0) return [];
  const weights = sum(candidates.map((row) => wholeNumber(text(row["weight"]))));
  const own = candidates.find((row) => text(row["owner"]) === text(person["user_email"]));
  const from = text(own?.["policy_from"]);
  const policy: Facts =
    from === ""
      ? []
      : [["row of shared_key_policies", `${text(own?.["share_pct"])} %, valid from ${from}`]];
  // Two names of one person are two candidates and one row: the share of each is not told apart here.
  const share: Facts =
    own === undefined || candidates.length === 1
      ? []
      : [["share", shareText(whole, text(person["cost_usd"]), text(own["weight"]), weights)]];
  const all = candidates.map((row) => `${text(row["owner"]) || "nobody"} ${text(row["weight"])}`);
  return [...policy, ["weights", all.join(", ")], ...share];
}

function projectFacts(rows: readonly Row[]): Facts {
  return rows.map((row) => {
    const held = period(text(row["valid_from"]), text(row["valid_to"]));
    const kind = text(row["project_type"]);
    return kind === ""
      ? (["row of claude_code_projects", "none on this day"] as const)
      : (["row of claude_code_projects", `${text(row["project_id"])}, ${kind}, ${held}`] as const);
  });
}

function claimFacts(rows: readonly Row[]): Facts {
  const [first] = rows;
  if (first === undefined) return [];
  const all = rows.map(
    (row) => `${text(row["owner"]) || "nobody"} ${text(row["claim_usd"])} (${text(row["method"])})`,
  );
  const how =
    first["fits"] === true
      ? "they fit into the charge: each bears its claim, and the rest is nobody's"
      : "they do not fit into the charge, which is shared by them";
  return [
    ["claims of the report per person", all.join(", ")],
    ["claims together", `${text(first["claims_usd"])} dollars; ${how}`],
  ];
}

function period(from: string, to: string): string {
  const start = from === "" ? "valid from the beginning" : `valid from ${from}`;
  return to === "" ? start : `${start}, until before ${to}`;
}
