/** What the project's files import, read by dependency-cruiser, and what must not be in such a graph. */

import { execFile } from "node:child_process";
import path from "node:path";

export interface Import {
  readonly from: string;
  readonly to: string;
}

export interface Imports {
  readonly files: readonly string[];
  readonly all: readonly Import[];
  /** What breaks a rule of .dependency-cruiser.cjs, as `rule: file → file`. */
  readonly refused: readonly string[];
}

interface Cruised {
  readonly modules: readonly {
    readonly source: string;
    readonly dependencies: readonly { readonly resolved: string }[];
  }[];
  readonly summary: {
    readonly violations: readonly {
      readonly from: string;
      readonly to: string;
      readonly rule: { readonly name: string };
      readonly cycle?: readonly { readonly name: string }[];
    }[];
  };
}

/** Files below `roots` of a folder, and what they import of each other, judged by the project's own rules. */
export async function importsBelow(folder: string, roots: readonly string[]): Promise<Imports> {
  const program = path.resolve("node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
  const rules = path.resolve(".dependency-cruiser.cjs");
  const options = ["--config", rules, "--output-type", "json", ...roots];
  const { modules, summary } = JSON.parse(await run([program, ...options], folder)) as Cruised;
  const own = modules.filter(({ source }) => isBelow(roots, source));
  return {
    files: own.map(({ source }) => source),
    all: own.flatMap(({ source, dependencies }) =>
      dependencies
        .filter(({ resolved }) => isBelow(roots, resolved))
        .map(({ resolved }) => ({ from: source, to: resolved })),
    ),
    refused: summary.violations.map(({ from, to, rule, cycle }) => {
      const files = cycle === undefined ? [from, to] : [from, ...cycle.map(({ name }) => name)];
      return `${rule.name}: ${files.join(" → ")}`;
    }),
  };
}

function isBelow(roots: readonly string[], file: string): boolean {
  return roots.some((root) => file.startsWith(`${root}/`));
}

function run(command: readonly string[], folder: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { cwd: folder, maxBuffer: 64 * 1024 * 1024 };
    execFile(process.execPath, command, options, (error, stdout) => {
      // Its exit code counts what is refused, which its JSON holds too.
      if (stdout.startsWith("{")) resolve(stdout);
      else reject(error ?? new Error(`dependency-cruiser said: ${stdout}`));
    });
  });
}

/**
 * The imports by which folders that lie side by side depend on each other in a circle, one of each pair of folders.
 * The files of a folder itself stand beside the folders below it, as `folder/.`.
 */
export function folderCircles(imports: readonly Import[]): readonly string[] {
  const steps = new Map<string, Map<string, Import>>();
  for (const one of imports) {
    const [from, to] = partingOf(one);
    if (from === to) continue;
    const known = steps.get(from) ?? new Map<string, Import>();
    steps.set(from, known);
    if (!known.has(to)) known.set(to, one);
  }
  return [...steps].flatMap(([from, targets]) =>
    [...targets]
      .filter(([to]) => reaches(steps, to, from))
      .map(([to, example]) => `${from} → ${to}: ${example.from} → ${example.to}`),
  );
}

/** The two neighbours in which a file and what it imports lie. */
function partingOf({ from, to }: Import): readonly [string, string] {
  const [left, right] = [from, to].map((file) => [...path.dirname(file).split("/"), "."]) as [
    string[],
    string[],
  ];
  let common = 0;
  while (common < left.length && left[common] === right[common]) common += 1;
  return [left.slice(0, common + 1).join("/"), right.slice(0, common + 1).join("/")];
}

function reaches(
  steps: ReadonlyMap<string, ReadonlyMap<string, Import>>,
  from: string,
  to: string,
): boolean {
  const seen = new Set([from]);
  for (const folder of seen) for (const next of steps.get(folder)?.keys() ?? []) seen.add(next);
  return seen.has(to);
}

/** Folders of more files than a person takes in at a look. */
export function crowdedFolders(files: readonly string[], most: number): readonly string[] {
  const counts = new Map<string, number>();
  for (const file of files) {
    const folder = path.dirname(file);
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count > most).map((entry) => entry.join(": "));
}
