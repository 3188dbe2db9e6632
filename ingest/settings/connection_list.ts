/** `connections.yaml`: several organizations per vendor, each with a name and a key of its own. */

import { z } from "zod";

import { ConfigError } from "../errors.ts";
import { holdsKey, withoutKeys } from "../key_shapes.ts";
import { nearest } from "../nearest.ts";
import { readSettingsText } from "../operator_file.ts";
import { VENDORS } from "../vendors/index.ts";
import type { Vendor } from "../endpoint/vendor.ts";
import { parseYaml } from "./yaml_text.ts";

/** It stands in every row that is landed, and in what the program says. Names of before have to go on. */
const VISIBLE = /^[^\p{C}\p{Zl}\p{Zp}]{1,64}$/u;

const connectionList = z.array(
  z.strictObject({
    name: z
      .string()
      .refine(
        (name) => VISIBLE.test(name) && name === name.trim(),
        "it must be 1 to 64 visible characters, with no space at either end",
      )
      .refine((name) => !holdsKey(name), "it holds a key, which is no name"),
    vendor: z.string().transform((name, context) => {
      const vendor = VENDORS.find((candidate) => candidate.name === name);
      const known = VENDORS.map((candidate) => candidate.name).join(", ");
      if (vendor === undefined) context.addIssue(`vendor must be one of ${known}`);
      return vendor as Vendor;
    }),
    key_env: z
      .string()
      .refine(
        (name) => !holdsKey(name) && /^(?!__)[A-Za-z_]\w*$/.test(name),
        "it must be the name of a setting, such as ANTHROPIC_ADMIN_KEY; the key itself is set there",
      ),
    base_url: z.string().min(1).optional(),
  }),
);

const MEMBERS = ["name", "vendor", "key_env", "base_url"];

export type ListedConnection = z.output<typeof connectionList>[number];

/** The entries of the file, null if there is no such file. Throws ConfigError on anything but a list of connections. */
export function readConnectionList(file: string): readonly ListedConnection[] | null {
  const text = readSettingsText(file);
  if (text === null) return null;
  const checked = connectionList.safeParse(parseYaml(text, file) ?? []);
  if (checked.success && checked.data.length > 0) return named(checked.data);
  const what = withoutKeys(faultOf(checked.error?.issues ?? []));
  throw new ConfigError(
    `${file} is not a list of {name, vendor, key_env, base_url?} (${what}): correct it or remove it.`,
  );
}

/** What is wrong, in words; a member that nobody knows before the one that is missing in its place. */
function faultOf(issues: readonly z.core.$ZodIssue[]): string {
  const unknown = issues.find(({ code }) => code === "unrecognized_keys");
  const issue = unknown ?? issues[0];
  if (issue === undefined) return "it names no connection";
  const [index, ...rest] = issue.path;
  const entry = typeof index === "number" ? `entry ${index + 1}: ` : "";
  const member = rest.join(".");
  if (issue.code === "unrecognized_keys") {
    const [name = ""] = issue.keys;
    const meant = nearest(name, MEMBERS);
    return `${entry}${JSON.stringify(name)} is none of these${meant === null ? "" : `, did you mean ${meant}`}`;
  }
  if (/received undefined$/.test(issue.message)) return `${entry}${member} is missing`;
  return `${entry}${member === "" ? "" : `${member}: `}${issue.message}`;
}

function named(listed: readonly ListedConnection[]): readonly ListedConnection[] {
  const names = listed.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new ConfigError(
      `connections.yaml names ${JSON.stringify(twice)} twice: give each connection its own name.`,
    );
  }
  return listed;
}
