/** Runs the set-up script against a stand-in of Google's tools that keeps its state in a folder. */

import { spawn } from "node:child_process";
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";

const SCRIPT = path.resolve("infra/vertex/setup-audit-sink.sh");
const STAND_IN = path.resolve("tests/system/infra/fake_google.sh");

/** Commands that change something. */
export const CHANGES = / (mk|create|update|set-iam-policy|query) /;
/** What the caller may do. */
export const RIGHTS = [
  "resourcemanager.projects.getIamPolicy",
  "resourcemanager.projects.setIamPolicy",
  "logging.sinks.list",
  "logging.sinks.get",
  "logging.sinks.create",
  "logging.sinks.update",
];
export const POLICY = {
  auditConfigs: [
    { service: "storage.googleapis.com", auditLogConfigs: [{ logType: "DATA_READ" }] },
    {
      service: "aiplatform.googleapis.com",
      auditLogConfigs: [
        { logType: "ADMIN_READ" },
        { logType: "DATA_READ", exemptedMembers: ["user:quiet@acme.example"] },
      ],
    },
  ],
  bindings: [
    {
      role: "roles/aiplatform.user",
      members: ["group:developers@acme.example"],
      condition: { title: "aiplatform.googleapis.com only", expression: "true" },
    },
    { role: "roles/owner", members: ["user:admin@acme.example"] },
  ],
  etag: "now",
  version: 3,
};

/** A folder to be found first on the path. */
export function standIns(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), "google-tools-"));
  for (const tool of ["gcloud", "bq", "curl"]) symlinkSync(STAND_IN, path.join(folder, tool));
  return folder;
}

/** A project with other services' logging, other bindings and an exempted member, and no sink. */
export function newState(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), "google-state-"));
  writeFileSync(path.join(folder, "policy.json"), JSON.stringify(POLICY, null, 2));
  writeFileSync(path.join(folder, "permissions.json"), JSON.stringify({ permissions: RIGHTS }));
  return folder;
}

export interface Ended {
  readonly code: number | null;
  readonly output: string;
  /** Commands of this run, as the stand-in saw them. */
  readonly calls: readonly string[];
}

/** Runs the script; `FAIL_AT` counts the commands of this run. */
export function run(
  tools: string,
  folder: string,
  args: readonly string[],
  failure = {},
): Promise<Ended> {
  const log = path.join(folder, "calls");
  writeFileSync(log, "");
  const env = {
    PATH: `${tools}:${process.env["PATH"] ?? ""}`,
    HOME: folder,
    STATE: folder,
    ...failure,
  };
  const child = spawn("bash", [SCRIPT, ...args], { env });
  let output = "";
  child.stdout.on("data", (text: Buffer) => (output += text.toString()));
  child.stderr.on("data", (text: Buffer) => (output += text.toString()));
  return new Promise((resolve, reject) => {
    child.on("error", reject).on("close", (code) => {
      const calls = readFileSync(log, "utf8").trim().split("\n");
      resolve({ code, output, calls });
    });
  });
}

/** Everything that the project, the dataset and the sink hold. */
export function snapshot(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name !== "calls" && statSync(path.join(folder, name)).isFile())
    .sort();
  return Object.fromEntries(
    files.map((name) => [name, readFileSync(path.join(folder, name), "utf8")]),
  );
}
