/** The split of a Console's charge among API keys: candidates, weights, shares, and the methods tried before. Pure. */

import { exactUsd, nanoUsd, sum } from "../../ingest/money/nano_usd.ts";
import { node, type TraceNode } from "./node.ts";
import { peopleOfKey } from "./people_tree.ts";
import { type Row, text, type TraceFacts } from "./read_trace.ts";
import { shareText, wholeNumber } from "./share.ts";

/** The ways to tell a key, in the order in which int_console__key_candidates_by_method tries them. */
const WAYS: readonly (readonly [preference: number, name: string, needs: string])[] = [
  [1, "native", "the vendor's own cost per key, for just this line"],
  [2, "native, by actor", "the vendor's own cost per actor, for just this line"],
  [3, "native_spread", "the vendor's own cost per key, for the workspace and the tier"],
  [4, "native_any_speed", "the vendor's own cost per key, where two speeds share a cell"],
  [5, "tokens_exact", "tokens of a key that agree in every dimension"],
  [6, "tokens_model", "tokens of a key with the day, workspace, model and kind of token"],
  [7, "requests", "web searches of a key on the day in the workspace"],
];

export function keysNode(facts: TraceFacts, charge: Row): TraceNode {
  const id = text(charge["charge_id"]);
  const rows = facts.of("keys", id);
  const candidates = facts.of("candidates", id);
  const chosen = Math.min(...candidates.map((row) => Number(row["preference"])));
  const weighed = candidates.filter((row) => Number(row["preference"]) === chosen);
  const weights = sum(weighed.map((row) => wholeNumber(text(row["weight"]))));
  const keyIds = [...new Set(rows.map((row) => text(row["api_key_id"])))];
  return node(keyIds.length === 1 ? "the key" : "split among keys", {
    usd: text(charge["cost_usd"]),
    rule: "parts",
    facts: [...triedBefore(candidates, chosen), ...chosenFacts(weighed, weights, chosen)],
    children: keyIds.map((keyId) => {
      const own = rows.filter((row) => row["api_key_id"] === keyId);
      return node(keyId === "unattributed" ? "no key that is listed" : `key ${keyId}`, {
        usd: exactUsd(sum(own.map((row) => nanoUsd(text(row["cost_usd"]))))),
        rule: "parts",
        facts: own.flatMap((row) => keyFacts(row, text(charge["cost_usd"]), weights)),
        children: peopleOfKey(facts, id, keyId),
      });
    }),
  });
}

function triedBefore(
  candidates: readonly Row[],
  chosen: number,
): readonly (readonly [string, string])[] {
  const found = new Set(candidates.map((row) => Number(row["preference"])));
  const tried = WAYS.filter(([preference]) => preference < chosen && !found.has(preference));
  return tried.map(([, name, needs]) => [`${name} found nothing`, `there is no ${needs}`] as const);
}

function chosenFacts(
  weighed: readonly Row[],
  weights: bigint,
  chosen: number,
): readonly (readonly [string, string])[] {
  const [first] = weighed;
  if (first === undefined) return [];
  const needs = WAYS.find(([preference]) => preference === chosen)?.[2] ?? "";
  return [
    ["method", `${text(first["method"])}: ${needs}`],
    ["candidates", `${weighed.length}, of weight ${weights} together`],
    ...weighed.map(
      (row) => [`candidate ${text(row["candidate"])}`, `weight ${text(row["weight"])}`] as const,
    ),
  ];
}

/** The row of fct_key_cost_daily, and its share as it was computed. */
function keyFacts(
  row: Row,
  whole: string,
  weights: bigint,
): readonly (readonly [string, string])[] {
  const [usd, weight] = [text(row["cost_usd"]), text(row["weight"])];
  const method = [["method", text(row["attribution_method"])] as const];
  return weight === "" ? method : [...method, ["share", shareText(whole, usd, weight, weights)]];
}
