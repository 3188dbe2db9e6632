/** One charge as a tree: the vendor's lines, the split among keys and people, and where it shows. Pure. */

import { keysNode } from "./key_tree.ts";
import { linesNodes } from "./lines_tree.ts";
import { node, type TraceNode } from "./node.ts";
import { peopleNode } from "./people_tree.ts";
import { type Row, said, text, type TraceFacts } from "./read_trace.ts";

/** The laws that each mart stands behind, by the mart's name. */
export type MartLaws = ReadonlyMap<string, readonly string[]>;

/** `selectedUsd` is what of the charge was asked for, as of one person; null for all of it. */
export function chargeNode(
  facts: TraceFacts,
  chargeId: string,
  laws: MartLaws,
  selectedUsd: string | null = null,
): TraceNode {
  const [charge = {}] = facts.of("charges", chargeId);
  const usd = text(charge["cost_usd"]);
  const isOfPart = selectedUsd !== null && selectedUsd !== usd;
  return node(`charge ${chargeId}`, {
    usd,
    rule: "same",
    facts: [
      ...said(charge, "charge_date", "platform", "billing_mode", "product", "connection"),
      ...said(charge, "organization_id", "workspace_id", "project_id", "model", "model_family"),
      ...said(charge, "cost_type", "token_type", "evidence", "is_final"),
      ...(isOfPart ? ([["of it asked for", `${selectedUsd} dollars`]] as const) : []),
    ],
    children: [
      ...linesNodes(facts, charge),
      facts.of("keys", chargeId).length > 0 ? keysNode(facts, charge) : peopleNode(facts, charge),
      shownNode(facts, charge, laws),
    ],
  });
}

/** Each mart with the charge's rows in it: the same dollars. */
function shownNode(facts: TraceFacts, charge: Row, laws: MartLaws): TraceNode {
  const marts = facts.of("shown", text(charge["charge_id"])).map((row) => {
    const mart = text(row["mart"]);
    return node(`ai_spend.${mart}`, {
      usd: text(row["usd"]),
      facts: [
        ["rows", text(row["row_count"])],
        ...guarded(facts, mart, text(charge["platform"]), laws),
      ],
    });
  });
  const day = text(charge["charge_date"]);
  const month = facts
    .of("months", "")
    .find(
      (row) =>
        row["platform"] === charge["platform"] && text(row["month"]).startsWith(day.slice(0, 7)),
    );
  const inMonth =
    month === undefined
      ? []
      : [
          node("ai_spend.agg_monthly_finance", {
            facts: [
              ["in", `${text(month["month"]).slice(0, 7)} of ${text(month["platform"])}`],
              ["total_usd", text(month["total_usd"])],
              ["is_final", text(month["is_final"])],
              ...guarded(facts, "agg_monthly_finance", text(charge["platform"]), laws),
            ],
          }),
        ];
  return node("where it shows", {
    usd: text(charge["cost_usd"]),
    rule: "same",
    children: [...marts, ...inMonth],
  });
}

/** Laws that are about one platform alone, by how they begin. */
const OWN_LAWS: Readonly<Record<string, RegExp>> = {
  claude_ai: /^claude ai /,
  cursor: /^cursor /,
  vertex_ai: /^vertex /,
};

/** The laws that marts stand behind, each once, without those of other platforms. */
export function lawsBehind(
  marts: readonly string[],
  platform: string,
  laws: MartLaws,
): readonly string[] {
  const others = Object.entries(OWN_LAWS).filter(([name]) => name !== platform);
  const all = new Set(marts.flatMap((mart) => laws.get(mart) ?? []));
  return [...all].filter((law) => !others.some(([, pattern]) => pattern.test(law)));
}

/** The same for every charge of a platform, so it is put together once. */
const known = new WeakMap<TraceFacts, Map<string, TraceNode["facts"]>>();

/** A mart is built once its laws hold, so its age is the age of their last holding. */
function guarded(
  facts: TraceFacts,
  mart: string,
  platform: string,
  laws: MartLaws,
): TraceNode["facts"] {
  const ofFacts = known.get(facts) ?? new Map<string, TraceNode["facts"]>();
  known.set(facts, ofFacts);
  const found = ofFacts.get(`${mart} ${platform}`) ?? guardedBy(facts, mart, platform, laws);
  ofFacts.set(`${mart} ${platform}`, found);
  return found;
}

function guardedBy(
  facts: TraceFacts,
  mart: string,
  platform: string,
  laws: MartLaws,
): TraceNode["facts"] {
  const names = lawsBehind([mart], platform, laws);
  if (names.length === 0) return [];
  const when = facts.builtAt.get(mart);
  const held = when === undefined ? "laws" : `laws that held at ${when}, when it was built`;
  return [[held, names.join("; ")]];
}
