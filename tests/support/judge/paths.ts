/**
 * Table paths in a query. BigQuery reads `a.b.c` and a.b.c as the same table and calls it c; the engine
 * takes contents only under one name, so every path is rewritten to one, with the alias it implies.
 */

import { type Reads, readsOf } from "../../../local/warehouse/build/inputs.ts";

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface RewrittenQuery {
  readonly sql: string;
  /** The keys of `known` that the query reads. */
  readonly tables: ReadonlySet<string>;
  /** A message with `[at line:column]` in the rewritten text, with the place in the text as given. */
  readonly atOriginal: (message: string) => string;
}

interface PathNode {
  readonly path_expr?: { readonly names: readonly { readonly id_string: string }[] } | null;
  readonly alias?: object | null;
}

/** A query and all the table paths in it, by where they stand in its text. */
export interface TablePaths {
  readonly sql: string;
  readonly paths: readonly {
    readonly name: string;
    readonly start: number;
    readonly end: number;
    readonly hasAlias: boolean;
  }[];
}

export interface ParsedQuery extends TablePaths {
  /** What its text alone says that it reads. */
  readonly reads: Reads | null;
}

const parsed = new Map<string, Promise<ParsedQuery>>();

/** A text is the same tree for every judge, whatever its time zone; `parse` gives it once. */
export function parsedOnce(
  sql: string,
  parse: (sql: string) => Promise<object>,
): Promise<ParsedQuery> {
  const known = parsed.get(sql);
  if (known !== undefined) return known;
  const asked = parse(sql).then((tree) => ({ ...tablePaths(sql, tree), reads: readsOf(sql) }));
  parsed.set(sql, asked);
  asked.catch(() => parsed.delete(sql));
  return asked;
}

/** `tree` is the engine's syntax tree of the query. */
function tablePaths(sql: string, tree: object): TablePaths {
  const bytes = Buffer.from(sql, "utf8");
  const toIndex = (offset: number): number => bytes.toString("utf8", 0, offset).length;
  const paths = pathNodes(tree).flatMap(({ path_expr: path, alias }) => {
    if (path === undefined || path === null) return [];
    const { start, end } = rangeOf(path);
    const name = path.names.map((part) => part.id_string).join(".");
    return { name, start: toIndex(start), end: toIndex(end), hasAlias: (alias ?? null) !== null };
  });
  return { sql, paths: paths.sort((left, right) => left.start - right.start) };
}

/**
 * Only paths that are a key of `known` are rewritten: others are CTEs, correlated arrays (`t.items`), or
 * for the engine to report as missing.
 */
export function rewritePaths(
  { sql, paths }: TablePaths,
  known: ReadonlyMap<string, unknown>,
): RewrittenQuery {
  const used = paths.filter(({ name }) => known.has(name));
  const tables = new Set(used.map(({ name }) => name));
  const edits = used.map(({ name, start, end, hasAlias }): Edit => {
    const implied = hasAlias ? "" : ` AS \`${name.slice(name.lastIndexOf(".") + 1)}\``;
    return { start, end, text: `\`${name}\`${implied}` };
  });
  const rewritten = applyEdits(sql, edits);
  const atOriginal = (message: string): string =>
    message.replace(/\[at (\d+):(\d+)\]/g, (_, line: string, column: string) => {
      const index = indexOf(rewritten, Number(line), Number(column));
      return `[at ${placeOf(sql, originalIndex(edits, index))}]`;
    });
  return { sql: rewritten, tables, atOriginal };
}

/** All nodes of table paths, wherever they stand in the tree. */
function pathNodes(tree: object, found: PathNode[] = []): readonly PathNode[] {
  for (const [key, value] of Object.entries(tree) as [string, unknown][]) {
    if (typeof value !== "object" || value === null) continue;
    if (key === "ast_table_path_expression_node") found.push(value);
    pathNodes(value, found);
  }
  return found;
}

/** A node's range in bytes stands on the innermost of the nodes that it extends. */
function rangeOf(node: object): { readonly start: number; readonly end: number } {
  const { parent, parse_location_range: range } = node as {
    readonly parent?: object | null;
    readonly parse_location_range?: { readonly start: number; readonly end: number } | null;
  };
  if (range !== undefined && range !== null) return range;
  if (parent === undefined || parent === null)
    throw new Error("A node of the syntax tree has no place.");
  return rangeOf(parent);
}

function applyEdits(sql: string, edits: readonly Edit[]): string {
  let position = 0;
  const parts = edits.flatMap(({ start, end, text }) => {
    const kept = sql.slice(position, start);
    position = end;
    return [kept, text];
  });
  return [...parts, sql.slice(position)].join("");
}

/** Where a character of the rewritten text was; the start of the path if it is inside of one. */
function originalIndex(edits: readonly Edit[], index: number): number {
  let shift = 0;
  for (const { start, end, text } of edits) {
    if (index < start + shift) break;
    if (index < start + shift + text.length) return start;
    shift += text.length - (end - start);
  }
  return index - shift;
}

/** The engine counts lines and columns from 1, and a tab up to the next multiple of eight. */
function indexOf(text: string, line: number, column: number): number {
  let index = 0;
  for (let passed = 1; passed < line; passed += 1) index = text.indexOf("\n", index) + 1;
  for (let reached = 1; reached < column && index < text.length; index += 1) {
    reached = nextColumn(reached, text.charAt(index));
  }
  return index;
}

function placeOf(text: string, index: number): string {
  const start = text.lastIndexOf("\n", index - 1) + 1;
  const column = [...text.slice(start, index)].reduce(nextColumn, 1);
  return `${text.slice(0, start).split("\n").length}:${column}`;
}

function nextColumn(column: number, character: string): number {
  return character === "\t" ? column + 8 - ((column - 1) % 8) : column + 1;
}
