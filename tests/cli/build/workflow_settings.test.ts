/** What workflow_settings.yaml may not say, and the one sentence that names the setting. */

import { readFileSync } from "node:fs";

import { describe, expect, it } from "@jest/globals";
import protobuf from "protobufjs";

import { compileProject } from "../../../cli/build/compiler.ts";
import {
  checkWorkflowSettings,
  FLAGS,
  GROUPS,
  TEXTS,
} from "../../../cli/build/workflow_settings.ts";
import { ConfigError } from "../../../ingest/errors.ts";

const FILE = "workflow_settings.yaml";
const TEXT = readFileSync(FILE, "utf8");
const KEY = "sk-ant-admin01-not-a-real-key";

function edited(find: string | RegExp, replace: string): string {
  const text = TEXT.replace(find, () => replace);
  expect(text).not.toBe(TEXT);
  return text;
}

const pseudonyms = (value: string) => edited('pseudonyms: "false"', `pseudonyms: ${value}`);

/** By the way it is written, and the sentence. */
const REFUSED: readonly (readonly [string, () => string, string])[] = [
  ...[
    ["true", "true", ', as in report_pseudonyms: "true"'],
    ["1", "1", ', as in report_pseudonyms: "1"'],
    ["1.5e3", "1500", ', as in report_pseudonyms: "1500"'],
    ["null", "empty", ', as in report_pseudonyms: ""'],
    ["", "empty", ', as in report_pseudonyms: ""'],
    ["[true]", "a list", ""],
    ["{ on: true }", "a group of settings", ""],
  ].map(
    ([value = "", shown, example]) =>
      [
        `a var that is ${value}`,
        () => pseudonyms(value),
        `report_pseudonyms in vars is ${shown}, which is no text: put quotes around the value${example}.`,
      ] as const,
  ),
  [
    "a var that is not the last",
    () => edited('gcp_projects: ""', "gcp_projects: 12345"),
    "gcp_projects in vars is 12345, which is no text",
  ],
  [
    "empty vars",
    () => edited(/vars:[^]*/, "vars:\n"),
    "vars is empty: write its settings below it, or take it out.",
  ],
  ["vars that are a list", () => edited(/vars:[^]*/, "vars: [a]\n"), "vars is a list: write its"],
  ["vars that are a text", () => edited(/vars:[^]*/, 'vars: "a"\n'), 'vars is "a": write its'],
  [
    "an unknown setting",
    () => `defaultLocatoin: US\n${TEXT}`,
    '"defaultLocatoin" is not a setting of Dataform\'s: correct it, take it out, or write it below vars.',
  ],
  ["a var outside of vars", () => `report_pseudonyms: "true"\n${TEXT}`, '"report_pseudonyms" is'],
  ["a name of every object", () => `constructor: x\n${TEXT}`, '"constructor" is not a setting'],
  ["a key", () => `${KEY}: x\n${TEXT}`, '"(a key)" is not a setting'],
  [
    "a location that is a number",
    () => edited("Location: US", "Location: 5"),
    "defaultLocation is 5, which is no text",
  ],
  [
    "an empty dataset",
    () => edited("Dataset: ai_spend\n", "Dataset:\n"),
    "defaultDataset is empty, which is no text",
  ],
  [
    "a flag in quotes",
    () => `disableAssertions: "no"\n${TEXT}`,
    'disableAssertions is "no": write true or false, without quotes.',
  ],
  [
    "an alias of the group itself",
    () => TEXT.replace("vars:", "vars: &v").replace('pseudonyms: "false"', "pseudonyms: *v"),
    "report_pseudonyms in vars is a group of settings",
  ],
];

describe("workflow_settings.yaml", () => {
  it.each(REFUSED)("is refused for %s", (_title, text, message) => {
    const compile = () => compileProject(process.cwd(), { [FILE]: text() });
    expect(compile).toThrow(ConfigError);
    expect(compile).toThrow(`${FILE}: ${message}`);
    expect(compile).not.toThrow(/\n|not-a-real-key/);
  });

  it.each([
    ["nothing", "", /^workflow_settings.yaml is no list of settings/],
    ["a list", "- a", /^workflow_settings.yaml is no list of settings/],
    ["an open bracket", "a: [", /^workflow_settings.yaml, line 1, is not YAML/],
    ["a setting twice", `${TEXT}\n  gcp_projects: ""\n`, /, line \d+, is not YAML/],
    ["a tag", `${TEXT}\n  x: !secret "${KEY}"\n`, /, line \d+, has a tag/],
    ["a second document", `${TEXT}\n---\na: b\n`, /, line \d+, begins a second document/],
    ["a second document after an end", `${TEXT}\n...\na: b\n`, /, line \d+, begins a second/],
    ["an alias of nothing", `${TEXT}\n  x: *nobody\n`, /an alias|is not YAML/],
    ["no dataset", TEXT.replace(/defaultDataset.*\n/, ""), /has no defaultDataset: write one/],
  ])("is refused for %s, with the line where there is one", (_title, text, message) => {
    const check = () => checkWorkflowSettings(process.cwd(), text);
    expect(check).toThrow(ConfigError);
    expect(check).toThrow(message);
    expect(check).not.toThrow(/\n|not-a-real-key/);
  });

  it.each([
    [
      "a misspelt var",
      () => edited("report_pseudonyms:", "report_pseudonym:"),
      /nothing reads "report_pseudonym" in vars; the nearest that is read is report_pseudonyms/,
    ],
    [
      "a table twice",
      () => edited("exports: ai_raw.raw_gcp_billing_export", "exports: a.b, a.b"),
      /"a.b" is in gcp_billing_exports twice/,
    ],
    [
      "a time zone of no place",
      () => edited("time_zone: UTC", "time_zone: Mars/Olympus"),
      /vertex_time_zone is "Mars\/Olympus"/,
    ],
  ])("is named once for %s, and no model with it", (_title, text, message) => {
    const compile = () => compileProject(process.cwd(), { [FILE]: text() });
    expect(compile).toThrow(message);
    expect(compile).toThrow(
      /^The Dataform project does not compile:\nworkflow_settings\.yaml: .*$/,
    );
  });

  it.each([
    ["as it is", TEXT],
    ["with a byte order mark", `\uFEFF${TEXT}`],
    ["with line ends of Windows", TEXT.replaceAll("\n", "\r\n")],
    ["with a flag", `disableAssertions: true\n${TEXT}`],
    ["without vars", TEXT.replace(/vars:[^]*/, "")],
    [
      "with an alias of a text",
      TEXT.replace("Location: US", "Location: &us US").replace('projects: ""', "projects: *us"),
    ],
  ])("is taken %s", (_title, text) => {
    expect(() => checkWorkflowSettings(process.cwd(), text)).not.toThrow();
  });

  it("may have every setting that Dataform's core knows", () => {
    const proto = readFileSync("node_modules/@dataform/core/configs.proto", "utf8");
    const { fields } = protobuf.parse(proto).root.lookupType("dataform.WorkflowSettings");
    const named = (isOf: (field: protobuf.Field) => boolean) =>
      Object.values(fields)
        .filter(isOf)
        .map(({ name }) => name)
        .sort();
    const isMap = (field: protobuf.Field) => field instanceof protobuf.MapField;
    expect(named((field) => field.type === "string" && !isMap(field))).toEqual([...TEXTS].sort());
    expect(named(({ type }) => type === "bool")).toEqual([...FLAGS].sort());
    expect(named((field) => isMap(field) || !/^(string|bool)$/.test(field.type))).toEqual(
      [...GROUPS].sort(),
    );
  });
});
