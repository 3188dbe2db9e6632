/** docs/add_a_platform.md names the places that an endpoint and a platform touch, all of them and no others. */

import { existsSync } from "node:fs";

import { describe, expect, it } from "@jest/globals";

import { endpointRows, filesOfPlatform, placesOfEndpoint } from "../../tools/measure/places.ts";
import { projectFiles, read } from "../support/files.ts";
import { compiledGraph } from "../support/graph.ts";

const FILE = "docs/add_a_platform.md";
const [, ofEndpoint = "", ofPlatform = ""] = read(FILE).split(/^## /m);
const graph = compiledGraph();

/** Paths in a text, between backticks, with their placeholders. */
function pathsIn(text: string): readonly string[] {
  return [...text.matchAll(/`([\w./<>]+\/[\w./<>]*)`/g)].map(([, path = ""]) => path);
}

/** Whether a place is meant by a path, or lies below it. */
function isMeant(place: string, path: string): boolean {
  const pattern = path.replaceAll(".", "\\.").replaceAll(/<\w+>/g, "\\w+");
  return new RegExp(`^${pattern}($|/)`).test(place);
}

const PLACES = [...ofEndpoint.matchAll(/^\d\. (`[^`]+`)/gm)].flatMap(([, path = ""]) =>
  pathsIn(path),
);

/** The numbered list and the exceptions named below it; the sentence above it names whole folders. */
const [listed = ""] = /^1\. [^]*?(?=^Then )/m.exec(ofEndpoint) ?? [];

const asked = endpointRows().filter(({ vendor }) => existsSync(`ingest/vendors/${vendor}`));

describe("a new endpoint", () => {
  it("touches six places", () => {
    expect(PLACES).toHaveLength(6);
    expect(ofEndpoint).toMatch(/^Six places\./m);
  });

  it.each(asked.map((row) => [row.endpoint, row] as const))("as %s does", (_name, row) => {
    const places = placesOfEndpoint(row);
    expect(places.filter((place) => !pathsIn(listed).some((path) => isMeant(place, path)))).toEqual(
      [],
    );
    expect(PLACES.filter((path) => !places.some((place) => isMeant(place, path)))).toEqual([]);
  });
});

describe("a platform", () => {
  const rows = [...ofPlatform.matchAll(/^\| [^`|]+ \|(?: [^|]+ \|){3} `local[^|]+ \|$/gm)].map(
    ([row]) => pathsIn(row),
  );
  const intermediate = rows.map(
    (paths) => paths.find((path) => path.includes("/intermediate/")) ?? "",
  );

  it("has a folder of each kind", () => {
    const all = projectFiles(
      /^(ingest\/vendors|local\/stand_ins|definitions\/(staging|intermediate))\//,
    );
    expect(rows).toHaveLength(4);
    for (const paths of rows) {
      expect(paths.filter((path) => !all.some((file) => file.startsWith(`${path}/`)))).toEqual([]);
    }
    const vendors = new Set(asked.map(({ vendor }) => `ingest/vendors/${vendor}`));
    expect(new Set(rows.flat().filter((path) => path.startsWith("ingest/")))).toEqual(vendors);
  });

  it.each(["charges", "user_costs", "usage_by_person"])(
    "hands over its %s where all are united",
    (kind) => {
      const [, , union = ""] =
        new RegExp(`^ *\\| \`…__${kind}\` \\|(.*)\`([^\`]+)\` \\|$`, "m").exec(ofPlatform) ?? [];
      const united = graph.tables.find(({ fileName }) => fileName === union);
      const handed = (united?.dependencyTargets ?? []).map(({ name }) => name);
      const missing = intermediate.filter((folder) => {
        const own = new RegExp(`^int_${folder.split("/").at(-1)}__(\\w+_)?${kind}`);
        return !handed.some((name) => own.test(name));
      });
      expect({ union, missing }).toEqual({ union, missing: [] });
    },
  );

  it("is named in the places of the list alone, and in each of them", () => {
    const [, lines = ""] = /^6\. A line in each of these:\n(.*?)\n\n/ms.exec(ofPlatform) ?? [];
    const paths = pathsIn(lines);
    const named = filesOfPlatform("claude_ai");
    const unsaid = named.filter((file) => !pathsIn(ofPlatform).some((path) => isMeant(file, path)));
    expect(unsaid).toEqual([]);
    const files = projectFiles(/^(cli|definitions|includes|ingest|tools)\//);
    const unnamed = paths.filter(
      (path) => !files.some((file) => isMeant(file, path) && read(file).includes("claude_ai")),
    );
    expect(unnamed).toEqual([]);
  });
});
