/** The Terraform files of `infra/` as data, read by HashiCorp's own parser. */

import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";

export type Value = string | number | boolean | null | readonly Value[] | Block;
export interface Block {
  readonly [name: string]: Value;
}

export interface Resource {
  readonly type: string;
  readonly name: string;
  readonly body: Block;
}

export interface Project {
  readonly resources: readonly Resource[];
  /** Local values of all files. */
  readonly locals: Block;
  /** Settings by name. */
  readonly variables: Readonly<Record<string, Block>>;
}

interface Parsed {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, readonly Block[]>>>>;
  readonly locals?: readonly Block[];
  readonly variable?: Readonly<Record<string, readonly Block[]>>;
}

export function terraformFiles(): readonly string[] {
  return readdirSync("infra")
    .filter((name) => name.endsWith(".tf"))
    .map((name) => path.join("infra", name));
}

/** Throws on a file that is not HCL. */
export function readTerraform(): Project {
  const program = ["tests/system/infra/hcl_to_json.cjs", ...terraformFiles()];
  const files = JSON.parse(
    execFileSync(process.execPath, program, { encoding: "utf8" }),
  ) as Parsed[];
  return {
    resources: files.flatMap(({ resource = {} }) =>
      Object.entries(resource).flatMap(([type, named]) =>
        Object.entries(named).flatMap(([name, bodies]) =>
          bodies.map((body) => ({ type, name, body })),
        ),
      ),
    ),
    locals: Object.assign({}, ...files.flatMap(({ locals = [] }) => locals)) as Block,
    variables: Object.fromEntries(
      files.flatMap(({ variable = {} }) =>
        Object.entries(variable).map(([name, [body = {}]]) => [name, body]),
      ),
    ),
  };
}

/** The one resource of a type and name. Throws RangeError if there is none. */
export function resource({ resources }: Project, type: string, name: string): Block {
  const found = resources.find((candidate) => candidate.type === type && candidate.name === name);
  if (found === undefined) throw new RangeError(`${type}.${name} is not there`);
  return found.body;
}

export function isBlock(value: Value | undefined): value is Block {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Nested blocks of a name, those written as `dynamic` too. */
export function blocks(body: Block, name: string): readonly Block[] {
  const dynamic = isBlock(body["dynamic"]) ? listOf(body["dynamic"][name]) : [];
  return [
    ...listOf(body[name]).filter(isBlock),
    ...dynamic.flatMap((each) => (isBlock(each) ? listOf(each["content"]).filter(isBlock) : [])),
  ];
}

export function listOf(value: Value | undefined): readonly Value[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly Value[]) : [value];
}

/** A value that must be text or a number. Throws RangeError on any other. */
export function textOf(value: Value | undefined): string {
  if (typeof value === "string" || typeof value === "number") return `${value}`;
  throw new RangeError(`${JSON.stringify(value)} is not text`);
}
