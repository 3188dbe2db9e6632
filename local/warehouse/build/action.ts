/** One step of a build as the compiled graph has it, and the GoogleSQL that makes it. Pure. */

export interface BuildAction {
  /** `dataset.table` of what it makes; an assertion makes a view of the rows that break it. */
  readonly name: string;
  readonly kind: "table" | "view" | "incremental" | "assertion";
  readonly query: string;
  /** What an incremental table adds where it stands already; the query itself for all else. */
  readonly incrementalQuery: string;
  readonly preOps: readonly string[];
  readonly incrementalPreOps: readonly string[];
  readonly partitionBy: string | null;
  readonly clusterBy: readonly string[];
  /** An incremental table that a full refresh leaves as it is, for what it was made of may be gone. */
  readonly isProtected: boolean;
  readonly description: string;
  readonly columns: readonly ColumnText[];
  /** Names of the actions that come before it; one that failed holds it back. */
  readonly dependencies: readonly string[];
}

export interface ColumnText {
  /** Name of the column, after the names of the records that it is in. */
  readonly path: readonly string[];
  readonly description: string;
}

/** What stands under an action's name before it runs: its kind and its columns. */
export interface Standing {
  readonly kind: "TABLE" | "VIEW";
  readonly columns: readonly string[];
}

/** Whether the action adds to what stands, instead of making it anew. */
export function addsTo(action: BuildAction, standing: Standing | null): boolean {
  return action.kind === "incremental" && standing?.kind === "TABLE";
}

/** The script that makes what the action is for, in the place of what stands or added to it. */
export function scriptFor(action: BuildAction, standing: Standing | null): string {
  const name = `\`local.${action.name}\``;
  if (action.kind === "view" || action.kind === "assertion") {
    const drop = standing?.kind === "TABLE" ? [`drop table ${name}`] : [];
    return script(...drop, `create or replace view ${name} as\n${action.query}`);
  }
  if (standing !== null && addsTo(action, standing)) {
    return script(...action.incrementalPreOps, addition(action, standing));
  }
  const drop = standing?.kind === "VIEW" ? [`drop view ${name}`] : [];
  return script(
    ...action.preOps,
    ...drop,
    `create or replace table ${name} ${storage(action)}as\n${action.query}`,
  );
}

function storage({ partitionBy, clusterBy }: BuildAction): string {
  const partition = partitionBy === null ? "" : `partition by ${partitionBy} `;
  return `${partition}${clusterBy.length === 0 ? "" : `cluster by ${clusterBy.join(", ")} `}`;
}

/** Rows go to the columns of their names, whatever their order in the query. */
function addition(action: BuildAction, { columns }: Standing): string {
  const name = `\`local.${action.name}\``;
  const list = columns.map((column) => `\`${column}\``).join(", ");
  return `insert into ${name} (${list}) select ${list} from (${action.incrementalQuery})`;
}

function script(...statements: readonly string[]): string {
  return statements.map((statement) => statement.trim().replace(/;$/, "")).join(";\n");
}

/** Everything of an action that is not the contents of what it reads: with it, the outcome is told. */
export function recipeOf(action: BuildAction): string {
  return JSON.stringify({ ...action, dependencies: [] });
}
