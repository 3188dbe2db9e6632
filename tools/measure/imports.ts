/** Who imports whom among the project's TypeScript, by files and by folders. Type imports and dynamic ones count. */

import path from "node:path";

import ts from "typescript";

import { projectFiles, read } from "../../tests/support/files.ts";

export type Imports = ReadonlyMap<string, readonly string[]>;

/** Of every file of the program and its tools, the files of theirs that it imports. */
export function importsOf(): Imports {
  const files = projectFiles(/^(cli|ingest|local|tools)\/.*\.ts$/);
  const known = new Set(files);
  return new Map(
    files.map((file) => {
      const named = ts.preProcessFile(read(file), true, true).importedFiles;
      const targets = named
        .filter(({ fileName }) => fileName.startsWith("."))
        .map(({ fileName }) => path.join(path.dirname(file), fileName));
      return [file, [...new Set(targets)].filter((target) => known.has(target))];
    }),
  );
}

/** Sets of files each of which reaches all others of its set, by Tarjan's algorithm; sets of one are left out. */
export function circlesOf(imports: Imports): readonly (readonly string[])[] {
  const numbers = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const circles: string[][] = [];
  const visit = (file: string): number => {
    const number = numbers.size;
    numbers.set(file, number);
    lowest.set(file, number);
    open.push(file);
    for (const target of imports.get(file) ?? []) {
      const seen = numbers.get(target);
      const reached = seen === undefined ? visit(target) : open.includes(target) ? seen : number;
      lowest.set(file, Math.min(lowest.get(file) ?? number, reached));
    }
    if (lowest.get(file) === number) {
      const circle = open.splice(open.indexOf(file));
      if (circle.length > 1) circles.push(circle.sort());
    }
    return lowest.get(file) ?? number;
  };
  for (const file of imports.keys()) if (!numbers.has(file)) visit(file);
  return circles;
}

/** Pairs of folders with a file on either side that imports one of the other. */
export function mutualFolders(imports: Imports): readonly string[] {
  const arrows = new Set<string>();
  for (const [file, targets] of imports) {
    for (const target of targets) arrows.add(`${path.dirname(file)} ${path.dirname(target)}`);
  }
  return [...arrows]
    .map((arrow) => arrow.split(" "))
    .filter(([from = "", to = ""]) => from < to && arrows.has(`${to} ${from}`))
    .map(([from, to]) => `${from} ↔ ${to}`)
    .sort();
}
