/** The project's own files. */

import { readdirSync, readFileSync } from "node:fs";

const OTHERS = new Set(["node_modules", ".git", ".ai-spend", "package-lock.json"]);

/** Files that match one of the path patterns, relative to the root, sorted. */
export function projectFiles(...patterns: readonly RegExp[]): readonly string[] {
  return filesBelow("")
    .filter((file) => patterns.some((pattern) => pattern.test(file)))
    .sort();
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder === "" ? "." : folder, { withFileTypes: true })
    .filter(({ name }) => !OTHERS.has(name))
    .flatMap((entry) => {
      const file = folder === "" ? entry.name : `${folder}/${entry.name}`;
      return entry.isDirectory() ? filesBelow(file) : [file];
    });
}

/** Text of a file. */
export function read(file: string): string {
  return readFileSync(file, "utf8");
}

/** Every line of the files that matches, as `file:line: text`, so that a failure names its place. */
export function linesThatMatch(files: readonly string[], pattern: RegExp): readonly string[] {
  return files.flatMap((file) =>
    read(file)
      .split("\n")
      .map((line, index) => ({ line, place: `${file}:${index + 1}` }))
      .filter(({ line }) => pattern.test(line))
      .map(({ line, place }) => `${place}: ${line.trim()}`),
  );
}
