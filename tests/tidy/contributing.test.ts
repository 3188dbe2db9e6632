/** Every command of CONTRIBUTING.md is there to be run, and CI runs the same checks on the versions that are allowed. */

import { accessSync, constants, existsSync } from "node:fs";

import { describe, expect, it } from "@jest/globals";
import { parse } from "yaml";

import { projectFiles, read } from "../support/files.ts";

const text = read("CONTRIBUTING.md");
const packageJson = JSON.parse(read("package.json")) as {
  readonly scripts: Readonly<Record<string, string>>;
  readonly engines: { readonly node: string };
};

function all(pattern: RegExp, from = text): readonly (readonly string[])[] {
  return [...from.matchAll(pattern)].map((match) => match.slice(1).map((part) => part ?? ""));
}

describe("CONTRIBUTING.md", () => {
  it("names scripts, files and verbs that exist", () => {
    const scripts = all(/npm (?:run (?:-s )?)?([a-z][a-z:-]*)/g).flat();
    expect(scripts.length).toBeGreaterThan(10);
    expect(
      scripts.filter((name) => name !== "ci" && packageJson.scripts[name] === undefined),
    ).toEqual([]);
    const files = all(/npx tsx ([\w./]+)/g).flat();
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
    const [, commands = ""] = /## Commands\n(.*?)\n## /s.exec(read("README.md")) ?? [];
    const verbs = all(/^\| `([\w-]+)/gm, commands).flat();
    const run = all(/ai-spend -- ([\w-]+)/g).flat();
    expect(run.length).toBeGreaterThan(0);
    expect(run.filter((verb) => !verbs.includes(verb))).toEqual([]);
  });

  it("names tests that exist", () => {
    const paths = all(/npm test -- ([\w./]+)/g).flat();
    expect(paths.length).toBeGreaterThan(4);
    const tests = projectFiles(/^tests\/.*\.test\.ts$/);
    expect(paths.filter((path) => !tests.some((file) => file.startsWith(path)))).toEqual([]);
    const named = all(/npm (?:test|run test:mutations) -- (?:([\w./]+) )?-t (?:"([^"]+)"|(\w+))/g);
    expect(named.length).toBe(3);
    const files = projectFiles(/^tests\/sql\/(scenarios|violations|mutations)\//);
    const unknown = named.filter(([path = "", words = "", word = ""]) => {
      const name = (words + word).replaceAll(" ", "_");
      return path === ""
        ? !files.some((file) => file.includes("/mutations/") && read(file).includes(words))
        : !files.some((file) => file.startsWith(`${path}/`) && file.includes(`/${name}`));
    });
    expect(unknown).toEqual([]);
  });
});

describe("continuous integration", () => {
  const workflow = parse(read(".github/workflows/ci.yml")) as {
    readonly jobs: {
      readonly check: {
        readonly strategy: { readonly matrix: { readonly node: readonly number[] } };
        readonly steps: readonly { readonly run?: string }[];
      };
    };
  };

  it("runs what a fresh clone is checked by", () => {
    expect(workflow.jobs.check.steps.flatMap(({ run }) => run ?? [])).toEqual([".ci/run"]);
    expect(() => accessSync(".ci/run", constants.X_OK)).not.toThrow();
  });

  it("runs on the oldest Node that package.json allows, and on newer ones", () => {
    const [, oldest = ""] = /^>=(\d+)/.exec(packageJson.engines.node) ?? [];
    const { node } = workflow.jobs.check.strategy.matrix;
    expect(node).toEqual([...node].sort((one, other) => one - other));
    expect(node[0]).toBe(Number(oldest));
    expect(node.length).toBeGreaterThan(2);
  });
});
