/**
 * A build of the compiled graph in the process that has the file open: level by level, on several
 * connections, and without what cannot come out different. Same semantics as `dataform run`: dependencies,
 * incremental tables, pre-operations; a red assertion or a failed action holds back what stands on it.
 */

import { randomUUID } from "node:crypto";

import { toApiError } from "../store/engine_error.ts";
import { findSlices, readInSlices } from "../catalog/slices.ts";
import type { Engine } from "../store/engine.ts";
import { type BuildAction, recipeOf } from "./action.ts";
import { codeDigest } from "./code_digest.ts";
import { inputsOf, namedInput } from "./inputs.ts";
import { onLanes } from "./lanes.ts";
import { findOutcomes, hash, keepOutcomes, type Outcome } from "./outcome.ts";
import { type ContentOf, contentsOver } from "./parts.ts";
import { type End, planOf } from "./plan.ts";
import { makeDatasets, nameOf, runAction } from "./run_action.ts";
import { inTurn } from "./turns.ts";

export { type BuildAction } from "./action.ts";
export { type End } from "./plan.ts";

/** Of the code that runs: its files may be another version's by the next build. */
const CODE = codeDigest();

export interface BuildRequest {
  readonly actions: readonly BuildAction[];
  /** `dataset.table` of what is read and not made here. */
  readonly sources: readonly string[];
  /** Leaves nothing out. */
  readonly all: boolean;
  /** Makes incremental tables anew. */
  readonly fullRefresh: boolean;
  /** Incremental tables that are made anew even so. */
  readonly anew?: readonly string[];
  /** Tables whose rows stay where the build gives them others, under their name and this ending. */
  readonly keep?: { readonly tables: readonly string[]; readonly ending: string };
}

/** How one action ended. */
export interface ActionEnd {
  readonly name: string;
  readonly kind: BuildAction["kind"];
  readonly end: End;
  /** Made or held: what was different. Red: how many rows. Failed: the engine's words. Skipped: on what it stands. */
  readonly because: string;
  /** Stands for what a table or view holds now; null where that was not looked at. */
  readonly content: string | null;
  /** Whether that is something else than before. */
  readonly changed: boolean;
}

export interface BuildOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onEnd: (end: ActionEnd) => void;
  readonly now: () => number;
}

/**
 * Runs the build when the one before it has ended. Throws the signal's reason if it was interrupted: what was
 * made stands, and the next build goes on from there.
 */
export function build(engine: Engine, request: BuildRequest, options: BuildOptions): Promise<void> {
  return inTurn(engine, () => run(engine, request, options));
}

async function run(engine: Engine, request: BuildRequest, options: BuildOptions): Promise<void> {
  const { actions, sources, all, fullRefresh, anew: renewed = [], keep } = request;
  const { signal, onEnd, now } = options;
  await makeDatasets(engine, actions, now());
  // While others write, nobody can say what it was that was read, and nothing is remembered.
  const changes = engine.changes();
  const isUndisturbed = () => engine.changes() === changes;
  const names = new Set(actions.map(({ name }) => name));
  const found = await engine.exclusive(() => findOutcomes(engine, sources, names));
  const contents = new Map(found.sources);
  const views = new Set(actions.filter(({ kind }) => kind === "view").map(({ name }) => name));
  const contentOf = contentsOver(contents, (name) => views.has(name));
  const made = new Map<string, Outcome>();
  const plan = planOf(actions);
  // Asked once something is to be run: a build that leaves everything alone reads no table.
  let slices: Promise<ReadonlyMap<string, number>> | undefined;
  const places = sources.map((name) => nameOf({ name }));
  const slicesOnce = () => (slices ??= engine.exclusive(() => findSlices(engine, places)));

  const end = (
    { name, kind }: BuildAction,
    how: End,
    because: string,
    { content = null, changed = false }: Partial<Pick<ActionEnd, "content" | "changed">> = {},
  ): void => {
    onEnd({ name, kind, end: how, because, content, changed });
    for (const skipped of plan.ended(name, how)) {
      const held = actions.find((each) => each.name === skipped.name)?.kind ?? "table";
      onEnd({ ...skipped, kind: held, end: "skipped", content: null, changed: false });
    }
  };

  const attempt = async (lane: Engine, action: BuildAction): Promise<void> => {
    const { name, kind } = action;
    const recipe = hash([CODE, recipeOf(action)]);
    const before = found.outcomes.get(name);
    const inputs = await inputContents(namesRead(action, recipe, before), lane, contentOf);
    const why = all ? "all" : reason({ before, recipe, inputs, fallen: found.fallen.has(name) });
    const isFresh = (fullRefresh && !action.isProtected) || renewed.includes(name);
    const anew = kind === "incremental" && isFresh;
    if (before !== undefined && why === null && !anew) {
      contents.set(name, before.content);
      return end(action, "alone", "", { content: before.content });
    }
    readInSlices(lane, await slicesOnce());
    const isKept = keep?.tables.includes(name) === true;
    const kept = isKept ? { content: before?.content ?? null, ending: keep.ending } : null;
    const result = await runAction({ engine, lane, action, anew, recipe, kept, now: now() });
    const told = readsAlone(result.read, name, inputs) ? inputs : null;
    const content = result.content ?? hash([recipe, JSON.stringify(told ?? randomUUID())]);
    contents.set(name, content);
    if (result.brokenBy > 0) return end(action, "red", String(result.brokenBy));
    // Asked after the action has read: whoever writes from now on is not in what it saw.
    if (told !== null && isUndisturbed()) {
      const mark = result.content === null ? recipe : null;
      made.set(name, { recipe, inputs: told, content, mark, details: result.details });
    }
    const changed = kind !== "assertion" && before?.content !== content;
    end(action, kind === "assertion" ? "held" : "made", why ?? "full refresh", {
      content,
      changed,
    });
  };

  const work = async (lane: Engine, action: BuildAction): Promise<void> => {
    try {
      await attempt(lane, action);
    } catch (error) {
      if (signal?.aborted === true) throw error;
      end(action, "failed", toApiError(error, action.query).message);
    }
  };

  try {
    await onLanes(engine, signal, plan, work);
  } finally {
    await engine.exclusive(() => keepOutcomes(engine, made));
  }
}

/** What the action reads: the same SQL reads the same. */
function namesRead(action: BuildAction, recipe: string, before: Outcome | undefined) {
  return before?.recipe === recipe ? Object.keys(before.inputs) : inputsOf(action);
}

/** Whether an action has read nothing but itself and what its text was taken to name. */
function readsAlone(
  read: readonly string[],
  name: string,
  inputs: Readonly<Record<string, string>> | null,
): boolean {
  const known = new Set(Object.keys(inputs ?? {}).map((input) => namedInput(input).table));
  return inputs !== null && read.every((each) => each === name || known.has(each));
}

/** What stands for the contents of everything that an action reads; null if that cannot be told. */
async function inputContents(
  names: readonly string[] | null,
  lane: Engine,
  contentOf: ContentOf,
): Promise<Readonly<Record<string, string>> | null> {
  if (names === null) return null;
  const inputs: Record<string, string> = {};
  for (const name of names) {
    const content = await contentOf(lane, name);
    if (content === undefined) return null;
    inputs[name] = content;
  }
  return inputs;
}

/** Why the action may come out different than what stands; null if it cannot. */
function reason({
  before,
  fallen,
  recipe,
  inputs,
}: {
  readonly before: Outcome | undefined;
  readonly fallen: boolean;
  readonly recipe: string;
  readonly inputs: Readonly<Record<string, string>> | null;
}): string | null {
  if (inputs === null) return "it may read something else each time";
  if (before === undefined) return fallen ? "what stood was changed" : "it was not there";
  if (before.recipe !== recipe) return "its SQL";
  const [changed] = Object.entries(inputs).find(([name, now]) => before.inputs[name] !== now) ?? [];
  return changed ?? null;
}
