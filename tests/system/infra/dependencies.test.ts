/** What is installed: locked versions with hashes from the public registry, and what CI says of advisories on them. */

import { readFileSync } from "node:fs";

import { describe, expect, it } from "@jest/globals";

import { shippedPlaces, verdictOf } from "../../../tools/audit/advisories.ts";

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}
interface Locked {
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
}

const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;
const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
  readonly packages: Readonly<Record<string, Locked>>;
};
const entries = Object.entries(lock.packages).filter(([place]) => place !== "");
const placesWhere = (is: (entry: Locked) => boolean) =>
  entries.filter(([, entry]) => is(entry)).map(([place]) => place);

describe("dependencies", () => {
  it("are named by exact versions", () => {
    const versions = Object.values({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(versions.filter((version) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });

  it("are locked with a hash each", () => {
    expect(entries.length).toBeGreaterThan(500);
    expect(placesWhere(({ integrity }) => !/^sha512-/.test(integrity ?? ""))).toEqual([]);
  });

  it("come from the public registry, which is npm's default where the lock names no address", () => {
    const elsewhere = ({ resolved, link }: Locked) =>
      link === true ||
      (resolved !== undefined && !/^https:\/\/registry\.npmjs\.org\//.test(resolved));
    expect(placesWhere(elsewhere)).toEqual([]);
  });

  it("run a script at their installation in these cases alone, and none in the image", () => {
    expect(placesWhere(({ hasInstallScript }) => hasInstallScript === true)).toEqual([
      "node_modules/@parcel/watcher",
      "node_modules/@swc/core",
      "node_modules/esbuild",
      "node_modules/protobufjs",
    ]);
    expect(readFileSync("Dockerfile", "utf8")).toMatch(/^RUN npm ci --ignore-scripts /m);
  });
});

describe("the audit", () => {
  const shipped = new Set(["node_modules/undici"]);
  const report = (name: string, severity: string, ...nodes: readonly string[]) =>
    JSON.stringify({ vulnerabilities: { [name]: { name, severity, nodes } } });

  it.each([
    ["high in what is shipped", report("undici", "high", "node_modules/undici"), 1],
    ["critical in what is shipped", report("undici", "critical", "node_modules/undici"), 1],
    ["moderate in what is shipped", report("undici", "moderate", "node_modules/undici"), 0],
    ["critical in a tool", report("jest", "critical", "node_modules/jest"), 0],
    [
      "another copy of what is shipped",
      report("undici", "high", "node_modules/x/node_modules/undici"),
      0,
    ],
    ["no advisory", JSON.stringify({ vulnerabilities: {} }), 0],
    [
      "a registry that refuses",
      JSON.stringify({ message: "405 Method Not Allowed", error: {} }),
      3,
    ],
    ["a registry out of reach", "", 3],
  ])("%s", (_title, output, code) => {
    expect(verdictOf(output, shipped).exitCode).toBe(code);
  });

  it("says which package where, and what gave no answer", () => {
    expect(verdictOf(report("undici", "high", "node_modules/undici"), shipped).lines).toEqual([
      "high: undici at node_modules/undici, shipped",
      "1 packages shipped; 1 with advisories",
    ]);
    expect(verdictOf('{"message":"405 Method Not Allowed"}', shipped).lines).toEqual([
      "not audited: registry gave no answer (405 Method Not Allowed)",
    ]);
  });

  it("counts as shipped what the bundle is made of, at places that the lock names", () => {
    const places = [...shippedPlaces()];
    expect(places).toEqual(
      expect.arrayContaining(
        ["undici", "zod", "@google-cloud/bigquery"].map((name) => `node_modules/${name}`),
      ),
    );
    expect(places.filter((place) => lock.packages[place] === undefined)).toEqual([]);
    expect(places.filter((place) => /duckdb|jest|eslint/.test(place))).toEqual([]);
  });
});

describe("CI", () => {
  it("runs the audit and counts no silence as passed", () => {
    const script = readFileSync(".ci/run", "utf8");
    expect(script).toMatch(/npx tsx tools\/audit\/audit\.ts\n {2}case \$\? in\n {2}0\) passed=/);
    expect(script).toMatch(/^ {2}3\) echo "not counted: audit" ;;$/m);
    expect(script).toMatch(/^audit$/m);
  });
});
