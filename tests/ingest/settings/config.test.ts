/** Settings: read once, refused with a sentence that names the setting and the remedy. */

import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { childEnvironment, readConfig, readConnections } from "../../../ingest/settings/config.ts";
import { ConfigError } from "../../../ingest/errors.ts";
import { VENDORS } from "../../../ingest/vendors/index.ts";

const KEY = "sk-ant-admin01-not-a-real-key";
let cwd: string;

beforeAll(() => {
  cwd = mkdtempSync(path.join(os.tmpdir(), "ai-spend-config-"));
});
afterAll(() => {
  rmSync(cwd, { recursive: true });
});

function connections(env: Record<string, string>, folder = cwd, ...asked: string[]) {
  const vendors = VENDORS.filter(({ name }) => asked.includes(name));
  return readConnections({ env, cwd: folder, vendors: asked.length === 0 ? undefined : vendors });
}

describe("the warehouse", () => {
  it("is local in .ai-spend if nothing is said, and an empty value says nothing", () => {
    const expected = { warehouse: "local", home: path.join(cwd, ".ai-spend") };
    expect(readConfig({ env: {}, cwd })).toEqual(expected);
    expect(readConfig({ env: { AI_SPEND_WAREHOUSE: "", AI_SPEND_HOME: "" }, cwd })).toEqual(
      expected,
    );
  });

  it("may be BigQuery, which needs a project", () => {
    const env = { AI_SPEND_WAREHOUSE: "bigquery", GOOGLE_CLOUD_PROJECT: "acme" };
    expect(readConfig({ env, cwd })).toMatchObject({
      warehouse: "bigquery",
      googleCloudProject: "acme",
    });
    expect(() => readConfig({ env: { ...env, GOOGLE_CLOUD_PROJECT: "" }, cwd })).toThrow(
      /GOOGLE_CLOUD_PROJECT is not set/,
    );
  });

  it.each(["my proj", "My-project", "-x", "a_b", "a/b", "1st-project"])(
    "is no project %p",
    (id) => {
      const env = { AI_SPEND_WAREHOUSE: "bigquery", GOOGLE_CLOUD_PROJECT: id };
      expect(() => readConfig({ env, cwd })).toThrow(
        /which is no project id: set it to one such as/,
      );
    },
  );

  it("is no project whose id holds a key", () => {
    const env = { AI_SPEND_WAREHOUSE: "bigquery", GOOGLE_CLOUD_PROJECT: KEY };
    expect(() => readConfig({ env, cwd })).toThrow(
      "GOOGLE_CLOUD_PROJECT holds a key: set it to the id of your project.",
    );
  });

  it("is nothing else", () => {
    expect(() => readConfig({ env: { AI_SPEND_WAREHOUSE: "snowflake" }, cwd })).toThrow(
      /"snowflake": set it to local or bigquery/,
    );
  });
});

describe("a key", () => {
  it("makes one connection named after the vendor", () => {
    expect(connections({ ANTHROPIC_ADMIN_KEY: KEY })).toEqual([
      {
        name: "anthropic",
        vendor: "anthropic",
        keyEnv: "ANTHROPIC_ADMIN_KEY",
        key: KEY,
        baseUrl: "https://api.anthropic.com",
      },
    ]);
  });

  it.each([
    [
      {},
      /No vendor key is set: set ANTHROPIC_ADMIN_KEY to .*, or CLAUDE_ANALYTICS_KEY to .*, or CURSOR_ADMIN_KEY to an/,
    ],
    [{ ANTHROPIC_ADMIN_KEY: " " }, /No vendor key is set/],
    [{ ANTHROPIC_ADMIN_KEY: "crsr_secret" }, /key of another vendor.*best an Admin key/],
    [{ ANTHROPIC_ADMIN_KEY: "sk-ant-admin01-a\nx: y" }, /spaces or characters that no key has/],
  ])("is refused without being shown: %#", (env, message) => {
    expect(() => connections(env)).toThrow(message);
    expect(() => connections(env)).toThrow(ConfigError);
    expect(() => connections(env)).not.toThrow(/secret|x: y/);
  });

  it.each(["sk-ant-admin01-a", "sk-ant-api03-personal", "sk-ant-svc01-machine", "sk-ant-oat01-x"])(
    "of Anthropic of whatever kind is tried: %s",
    (key) => {
      expect(connections({ ANTHROPIC_ADMIN_KEY: key })).toMatchObject([{ key }]);
    },
  );

  it("of each vendor makes a connection of its own, at the vendor's own address", () => {
    const keys = {
      CURSOR_ADMIN_KEY: "crsr_1",
      ANTHROPIC_ADMIN_KEY: KEY,
      CLAUDE_ANALYTICS_KEY: "sk-ant-api01-analytics",
      CURSOR_BASE_URL: "http://127.0.0.1:7/",
    };
    const made = connections(keys).map(({ name, vendor, baseUrl }) => [name, vendor, baseUrl]);
    expect(made).toEqual([
      ["anthropic", "anthropic", "https://api.anthropic.com"],
      ["claude-ai", "claude_ai", "https://api.anthropic.com"],
      ["cursor", "cursor", "http://127.0.0.1:7"],
    ]);
    expect(connections(keys, cwd, "cursor", "anthropic").map(({ name }) => name)).toEqual([
      "anthropic",
      "cursor",
    ]);
  });

  it("of a source that was named must be there", () => {
    const only = { ANTHROPIC_ADMIN_KEY: KEY };
    expect(() => connections(only, cwd, "anthropic", "cursor")).toThrow(
      /^No vendor key is set for every source: set CURSOR_ADMIN_KEY to an Admin API key/,
    );
    expect(connections(only, cwd, "anthropic")).toHaveLength(1);
  });

  it.each([
    ["CURSOR_ADMIN_KEY", KEY, /CURSOR_ADMIN_KEY holds a key of another vendor/],
    ["CLAUDE_ANALYTICS_KEY", KEY, /CLAUDE_ANALYTICS_KEY holds an Admin key/],
  ])("in %s may not be of another kind", (name, key, message) => {
    expect(() => connections({ [name]: key })).toThrow(message);
    expect(() => connections({ [name]: key })).not.toThrow(/not-a-real-key/);
  });

  it("is not handed to the programs that are started", () => {
    process.env["ANTHROPIC_ADMIN_KEY"] = KEY;
    process.env["SECOND_ADMIN_KEY"] = KEY;
    process.env["CURSOR_ADMIN_KEY"] = "key_cursor_1";
    process.env["LABS_CURSOR_KEY"] = "crsr_cursor_2";
    try {
      const child = childEnvironment({ EXTRA: "1" });
      expect(JSON.stringify(child)).not.toContain(KEY);
      expect(JSON.stringify(child)).not.toMatch(/_cursor_[12]/);
      expect(child["EXTRA"]).toBe("1");
      expect(child["PATH"]).toBe(process.env["PATH"]);
    } finally {
      delete process.env["ANTHROPIC_ADMIN_KEY"];
      delete process.env["SECOND_ADMIN_KEY"];
      delete process.env["CURSOR_ADMIN_KEY"];
      delete process.env["LABS_CURSOR_KEY"];
    }
  });
});

describe("a base URL", () => {
  it.each(["https://example.com/KEY", "https://example.com/v1/KEY/", "KEY", "https://KEY"])(
    "%s is refused without being shown",
    (base) => {
      const env = { ANTHROPIC_ADMIN_KEY: KEY, ANTHROPIC_BASE_URL: base.replace("KEY", KEY) };
      expect(() => connections(env)).toThrow(
        "ANTHROPIC_BASE_URL holds a key, which is no part of an address: write the bare address.",
      );
      expect(() => connections(env)).toThrow(ConfigError);
    },
  );

  it.each([
    "http://127.0.0.1:8080",
    "http://localhost:1",
    "http://[::1]:1",
    "https://proxy.example",
  ])("%s is taken", (base) => {
    const env = { ANTHROPIC_ADMIN_KEY: KEY, ANTHROPIC_BASE_URL: `${base}/` };
    expect(connections(env)[0]?.baseUrl).toBe(base);
  });

  it.each([
    "http://api.anthropic.com",
    "http://127.0.0.1.example.com",
    "ftp://127.0.0.1",
    "api.anthropic.com",
    "https://user:word@proxy.example",
    "https://proxy.example/?a=b",
  ])("%s is refused", (base) => {
    const env = { ANTHROPIC_ADMIN_KEY: KEY, ANTHROPIC_BASE_URL: base };
    expect(() => connections(env)).toThrow(
      /ANTHROPIC_BASE_URL (is not an https address|must be a bare)/,
    );
  });
});

it("a key of a whole document is refused before it is sent", () => {
  const env = { CURSOR_ADMIN_KEY: `key_${"a".repeat(120_000)}` };
  expect(() => readConnections({ env, cwd })).toThrow(
    /^CURSOR_ADMIN_KEY holds spaces or characters that no key has, or over 4,096 of them/,
  );
});

describe("a folder with ?, which DuckDB cannot open", () => {
  it.each([
    [{ AI_SPEND_HOME: "/spend?/x" }, "/work"],
    [{ AI_SPEND_HOME: "x?" }, "/work"],
    [{ AI_SPEND_HOME: "x" }, "/wo?rk"],
    [{}, "/wo?rk"],
  ])("is refused by name: %j in %s", (env, at) => {
    const read = () => readConfig({ env, cwd: at });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(/^The warehouse's folder, \/.*, may not hold \?: let AI_SPEND_HOME name/);
  });
});

describe("connections.yaml", () => {
  const env = { ONE: KEY, TWO: `${KEY}-2` };

  function listing(text: string, ...asked: string[]) {
    const folder = mkdtempSync(path.join(cwd, "list-"));
    writeFileSync(path.join(folder, "connections.yaml"), text);
    return () => connections(env, folder, ...asked);
  }

  it("names several organizations", () => {
    const read = listing(`
- { name: acme, vendor: anthropic, key_env: ONE }
- { name: labs, vendor: anthropic, key_env: TWO, base_url: "http://127.0.0.1:9" }
`);
    expect(read().map(({ name, baseUrl }) => [name, baseUrl])).toEqual([
      ["acme", "https://api.anthropic.com"],
      ["labs", "http://127.0.0.1:9"],
    ]);
  });

  it.each([
    "''",
    "' '",
    "' acme'",
    String.raw`"ac\nme"`,
    String.raw`"a\x07"`,
    "\u202e",
    "a".repeat(65),
  ])("gives no connection the name %j", (name) => {
    expect(listing(`- { name: ${name}, vendor: anthropic, key_env: ONE }`)).toThrow(
      /name: it must be 1 to 64 visible characters, with no space at either end/,
    );
  });

  it.each(["acme", "Acme GmbH & Co", "Ümläut 日本", "a".repeat(64)])("may name one %j", (name) => {
    const read = listing(`- { name: "${name}", vendor: anthropic, key_env: ONE }`);
    expect(read()).toMatchObject([{ name }]);
  });

  it.each(["\uFEFF", "\uFEFF---\n", "---\n", "%YAML 1.2\n---\n"])("may begin with %j", (start) => {
    const text = `${start}- { name: acme, vendor: anthropic, key_env: ONE }\n`;
    expect(listing(text)()).toMatchObject([{ name: "acme" }]);
    expect(listing(`${text}...\n`)()).toMatchObject([{ name: "acme" }]);
  });

  it.each([
    ["/dev/zero", /connections\.yaml is larger than 1 MB, which no such file is/],
    [
      "/nobody/has/this",
      /connections\.yaml is a link to a file that does not exist: mend the link/,
    ],
    ["connections.yaml", /connections\.yaml cannot be read/],
    [".", /connections\.yaml cannot be read: check that it is a file/],
  ])("that is a link to %s is refused", (target, message) => {
    const folder = mkdtempSync(path.join(cwd, "link-"));
    symlinkSync(target, path.join(folder, "connections.yaml"));
    const read = () => connections(env, folder);
    expect(read).toThrow(message);
    expect(read).toThrow(ConfigError);
  });

  it.each([
    [
      "- { name: acme, vendor: anthropic, key_env: ONE }\n- { name: labs, vendr: anthropic, key_env: TWO }",
      '(entry 2: "vendr" is none of these, did you mean vendor)',
    ],
    ["- { name: labs, vendor: anthropic }", "(entry 1: key_env is missing)"],
    ["- { name: labs, vendor: antropic, key_env: TWO }", "(entry 1: vendor: vendor must be one of"],
    ["- labs", "(entry 1: Invalid input: expected object, received string)"],
    ["name: labs", "(Invalid input: expected array, received object)"],
  ])("%j is told by its entry", (text, words) => {
    expect(listing(text)).toThrow(`is not a list of {name, vendor, key_env, base_url?} ${words}`);
  });

  it("names several vendors, and a source chooses among them", () => {
    const text = `
- { name: acme, vendor: anthropic, key_env: ONE }
- { name: editors, vendor: cursor, key_env: THREE }
- { name: chat, vendor: claude-ai, key_env: NONE }
`;
    const all = { ...env, THREE: "crsr_3" };
    const folder = mkdtempSync(path.join(cwd, "list-"));
    writeFileSync(path.join(folder, "connections.yaml"), text);
    const chosen = connections(all, folder, "cursor", "anthropic");
    expect(chosen.map(({ name, vendor, baseUrl }) => [name, vendor, baseUrl])).toEqual([
      ["acme", "anthropic", "https://api.anthropic.com"],
      ["editors", "cursor", "https://api.cursor.com"],
    ]);
    expect(() => connections(all, folder)).toThrow(/"chat" has no key: set NONE to an Analytics/);
    const one = listing("- { name: acme, vendor: anthropic, key_env: ONE }", "cursor");
    expect(one).toThrow(/no connection of the vendor cursor: add one/);
  });

  it.each([
    "- { name: acme, vendor: anthropic, key_env: KEY }",
    "- { name: acme, vendor: anthropic, key_env: crsr_not-a-real-key }",
    "- { name: acme, vendor: anthropic, key_env: crsr_not_a_real_key }",
    "- { name: KEY, vendor: anthropic, key_env: ONE }",
    "- { name: the KEY, vendor: anthropic, key_env: ONE }",
    "- { name: acme, vendor: KEY, key_env: ONE }",
    "- { name: acme, vendor: anthropic, key_env: ONE, KEY: x }",
    "- { name: acme, vendor: anthropic, key_env: ONE, base_url: 'https://KEY@example.com' }",
    "- { name: acme, vendor: anthropic, key_env: ONE, base_url: 'https://example.com/KEY' }",
    "- { name: acme, vendor: anthropic, key_env: ONE, base_url: 'https://KEY.example.com' }",
    "- { name: acme, vendor: anthropic, key_env: ONE, key: 'KEY",
    "- !KEY { name: acme, vendor: anthropic, key_env: ONE }",
    "- &a { name: KEY, vendor: anthropic, key_env: *KEY }",
    "KEY: KEY",
    "- !foo { name: acme, vendor: anthropic, key_env: ONE, key: KEY }",
    "- !!binary { name: acme, vendor: anthropic, key_env: ONE, key: KEY }",
    "- !!set { name: acme, vendor: anthropic, key_env: ONE, key: KEY }",
    "%KEY x\n---\n- { name: acme, vendor: anthropic, key_env: ONE }",
  ])("never shows a key that was pasted into it: %j", (pasted) => {
    const warned: unknown[] = [];
    const hear = (warning: unknown) => void warned.push(warning);
    process.on("warning", hear);
    const read = listing(pasted.replaceAll("KEY", KEY));
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(/connections\.yaml|base_url/);
    expect(read).not.toThrow(/not.a.real.key/);
    process.off("warning", hear);
    expect(warned).toEqual([]);
  });

  it.each(["constructor", "toString", "hasOwnProperty", "valueOf"])(
    "may name a setting %s, which no environment has by itself",
    (name) => {
      const read = listing(`- { name: a, vendor: anthropic, key_env: ${name} }`);
      expect(read).toThrow(ConfigError);
      expect(read).toThrow(`"a" has no key: set ${name} to an Admin key`);
    },
  );

  it.each(["__proto__", "a b", "ONE=1", "''"])("names no setting with %s", (name) => {
    const read = listing(`- { name: a, vendor: anthropic, key_env: ${name} }`);
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(/entry 1: key_env: it must be the name of a setting/);
  });

  it.each([
    ["[", /is not YAML/],
    [
      "- { name: a, vendor: anthropic, key_env: ONE }\n- {",
      /yaml, line 2, is not YAML: correct it/,
    ],
    ["- !foo { name: a }", /yaml, line 1, has a tag/],
    ["- *nobody", /is not YAML|an alias/],
    ["- { __proto__: 1, name: a, vendor: anthropic, key_env: ONE }", /is not a list of/],
    ["- { name: __proto__, vendor: __proto__, key_env: ONE }", /vendor must be one of/],
    ["- { name: a, vendor: anthropic }", /entry 1: key_env is missing/],
    [
      "- { name: a, vendor: nobody, key_env: ONE }",
      /entry 1: vendor: vendor must be one of anthropic, claude-ai, cursor/,
    ],
    ["- { name: a, vendor: anthropic, key_env: ONE, key: x }", /is not a list of/],
    ["[]", /names no connection/],
    ["", /\(it names no connection\): correct it or remove it\.$/],
    ["# nothing yet\n", /names no connection/],
    ["a: b", /base_url\?} \(Invalid input/],
    [
      "- { name: a, vendor: anthropic, key_env: ONE }\n---\n- { name: b, vendor: cursor, key_env: TWO }",
      /yaml, line 2, begins a second document/,
    ],
    ["- { name: a, vendor: anthropic, key_env: ONE }\n...\n- a", /begins a second document/],
    ["---\n---\n- { name: a, vendor: anthropic, key_env: ONE }", /begins a second document/],
    [" ".repeat(2 ** 20 + 1), /connections\.yaml is larger than 1 MB/],
    ["- { name: a, vendor: anthropic, key_env: NONE }", /"a" has no key: set NONE/],
    [
      "- { name: a, vendor: anthropic, key_env: ONE }\n- { name: a, vendor: anthropic, key_env: TWO }",
      /names "a" twice/,
    ],
    [
      "- { name: a, vendor: anthropic, key_env: ONE, base_url: 'http://example.com' }",
      /base_url of "a" is not an https address/,
    ],
  ])("%j is refused", (text, message) => {
    expect(listing(text)).toThrow(message);
    expect(listing(text)).toThrow(ConfigError);
  });
});
