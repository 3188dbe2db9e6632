/** The compiled Dataform graph, as far as it is read here, and the build's actions in it. Pure. */

import { ConfigError } from "../../ingest/errors.ts";
import type { BuildAction } from "../../local/warehouse/build/index.ts";

export interface Target {
  readonly database: string;
  readonly schema: string;
  readonly name: string;
}

export interface CompiledTable {
  readonly target: Target;
  readonly enumType: "TABLE" | "VIEW" | "INCREMENTAL";
  readonly query: string;
  readonly incrementalQuery?: string;
  readonly preOps?: readonly string[];
  readonly incrementalPreOps?: readonly string[];
  readonly postOps?: readonly string[];
  readonly incrementalPostOps?: readonly string[];
  readonly uniqueKey?: readonly string[];
  readonly incrementalStrategy?: string;
  readonly materialized?: boolean;
  readonly disabled?: boolean;
  readonly protected?: boolean;
  readonly dependencyTargets?: readonly Target[];
  readonly bigquery?: {
    readonly partitionBy?: string;
    readonly clusterBy?: readonly string[];
    readonly [option: string]: unknown;
  };
  readonly actionDescriptor?: {
    readonly description?: string;
    readonly columns?: readonly {
      readonly path: readonly string[];
      readonly description: string;
    }[];
  };
  readonly fileName: string;
}

export interface CompiledAssertion {
  readonly target: Target;
  readonly disabled?: boolean;
  readonly query: string;
  readonly dependencyTargets?: readonly Target[];
  readonly parentAction?: Target;
  readonly actionDescriptor?: { readonly description?: string };
  readonly fileName: string;
}

export interface CompiledTest {
  readonly name: string;
  readonly testQuery: string;
  readonly expectedOutputQuery: string;
}

export interface CompiledDeclaration {
  readonly target: Target;
  readonly actionDescriptor?: { readonly description?: string };
  readonly fileName?: string;
}

export interface CompiledGraph {
  readonly tables: readonly CompiledTable[];
  readonly assertions: readonly CompiledAssertion[];
  readonly declarations: readonly CompiledDeclaration[];
  readonly tests: readonly CompiledTest[];
  readonly operations?: readonly { readonly target: Target }[];
  readonly graphErrors?: {
    readonly compilationErrors?: readonly {
      readonly fileName?: string;
      readonly message: string;
    }[];
  };
}

/** `dataset.name` of a target. */
export function shortName({ schema, name }: Target): string {
  return `${schema}.${name}`;
}

export type Layer = "staging" | "intermediate" | "marts" | "reports";

/**
 * The graph's actions for the local warehouse, without those that are disabled, as the CLI has it. Throws ConfigError
 * naming what only the Dataform CLI can run.
 */
export function actionsOf(graph: CompiledGraph): readonly BuildAction[] {
  for (const { target } of graph.operations ?? []) throw refusal(target, "is an operation");
  const isEnabled = ({ disabled }: { readonly disabled?: boolean }) => disabled !== true;
  return [
    ...graph.tables.filter(isEnabled).map(tableAction),
    ...graph.assertions.filter(isEnabled).map(assertionAction),
  ];
}

/** `dataset.name` of everything that the graph reads and does not make. */
export function sourcesOf(graph: CompiledGraph): readonly string[] {
  return graph.declarations.map(({ target }) => shortName(target));
}

/** What Dataform's compiler says where a table names none. */
const NO_STRATEGY = "INCREMENTAL_STRATEGY_UNSPECIFIED";

function tableAction(table: CompiledTable): BuildAction {
  const { target, enumType, bigquery = {}, actionDescriptor = {} } = table;
  if ((table.uniqueKey ?? []).length > 0) throw refusal(target, "has a uniqueKey to merge by");
  if ([...(table.postOps ?? []), ...(table.incrementalPostOps ?? [])].length > 0) {
    throw refusal(target, "has post_operations");
  }
  if (![undefined, NO_STRATEGY].includes(table.incrementalStrategy)) {
    throw refusal(target, "has an incrementalStrategy");
  }
  if (table.materialized === true) throw refusal(target, "is a materialized view");
  const [option] = Object.entries(bigquery).find(isOtherOption) ?? [];
  if (option !== undefined) throw refusal(target, `has the option ${option}`);
  return {
    name: shortName(target),
    kind: KINDS[enumType],
    query: table.query,
    incrementalQuery: table.incrementalQuery ?? table.query,
    preOps: table.preOps ?? [],
    incrementalPreOps: table.incrementalPreOps ?? [],
    partitionBy: bigquery.partitionBy ?? null,
    clusterBy: bigquery.clusterBy ?? [],
    isProtected: table.protected === true,
    description: actionDescriptor.description ?? "",
    columns: actionDescriptor.columns ?? [],
    dependencies: (table.dependencyTargets ?? []).map(shortName),
  };
}

/** An option of BigQuery's that is set, and is neither of the two that the local warehouse has. */
function isOtherOption([name, value]: readonly [string, unknown]): boolean {
  const isSet = typeof value === "object" && value !== null ? Object.keys(value).length > 0 : value;
  return !["partitionBy", "clusterBy"].includes(name) && Boolean(isSet);
}

const KINDS = { TABLE: "table", VIEW: "view", INCREMENTAL: "incremental" } as const;

function assertionAction({
  target,
  query,
  dependencyTargets = [],
}: CompiledAssertion): BuildAction {
  return {
    name: shortName(target),
    kind: "assertion",
    query,
    incrementalQuery: query,
    preOps: [],
    incrementalPreOps: [],
    partitionBy: null,
    clusterBy: [],
    isProtected: false,
    description: "",
    columns: [],
    dependencies: dependencyTargets.map(shortName),
  };
}

function refusal(target: Target, what: string): ConfigError {
  return new ConfigError(
    `${shortName(target)} ${what}, which build does not run on the local warehouse: run the Dataform CLI against \`ai-spend warehouse\`, or write it as a table.`,
  );
}
