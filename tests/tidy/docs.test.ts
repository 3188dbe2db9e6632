/** Documents do not drift: links resolve and commands exist. */

import { existsSync } from "node:fs";
import path from "node:path";

import { describe, expect, it } from "@jest/globals";

import { projectFiles, read } from "../support/files.ts";

/** Ids that are written, and those that GitHub gives headings. */
function anchorsOf(text: string): ReadonlySet<string> {
  const bare = text.replaceAll(/```[^]*?```/g, "");
  const headings = [...bare.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
    heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );
  return new Set([...headings, ...[...bare.matchAll(/id="([^"]+)"/g)].map(([, id = ""]) => id)]);
}

const documents = projectFiles(/\.md$/);

describe("documents", () => {
  it("link only to files that exist", () => {
    const broken = documents.flatMap((file) =>
      [...read(file).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)]
        .map(([, target = ""]) => target)
        .filter((target) => !existsSync(path.join(path.dirname(file), target)))
        .map((target) => `${file} links to ${target}`),
    );
    expect(broken).toEqual([]);
  });

  it("link only to headings and ids that exist", () => {
    const known = new Map<string, ReadonlySet<string>>();
    const idsOf = (file: string): ReadonlySet<string> => {
      const found = known.get(file) ?? anchorsOf(read(file));
      known.set(file, found);
      return found;
    };
    const dead = documents.flatMap((file) =>
      [...read(file).matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)#([^)\s]+)\)/g)]
        .map(([, target = "", anchor = ""]) => ({
          at: target === "" ? file : path.join(path.dirname(file), target),
          anchor,
        }))
        .filter(({ at, anchor }) => at.endsWith(".md") && !idsOf(at).has(anchor))
        .map(({ at, anchor }) => `${file} links to ${at}#${anchor}`),
    );
    expect(dead).toEqual([]);
  });

  it("name only files and folders that exist", () => {
    const ignored = new Set(read(".gitignore").split("\n"));
    const roots = new Set([...projectFiles(/\//)].map((file) => file.split("/")[0]));
    const unknown = documents.flatMap((file) =>
      [...read(file).matchAll(/`([\w.-]+(?:\/[\w.-]+)+\/?)`/g)]
        .map(([, name = ""]) => name)
        .filter((name) => roots.has(name.split("/")[0]) && !/NAME/.test(name))
        .filter((name) => !ignored.has(path.basename(name)))
        .filter((name) => ![".", path.dirname(file)].some((at) => existsSync(path.join(at, name))))
        .map((name) => `${file} names ${name}`),
    );
    expect(unknown).toEqual([]);
  });

  it("name only npm scripts that exist", () => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    const unknown = documents.flatMap((file) =>
      [...read(file).matchAll(/npm run (?:-s )?([a-z][a-z:-]*)/g)]
        .map(([, script = ""]) => script)
        .filter((script) => scripts[script] === undefined)
        .map((script) => `${file} names npm run ${script}`),
    );
    expect(unknown).toEqual([]);
  });
});
