/** The daily workflow, step by step, against what Google's services would answer. */

import { describe, expect, it } from "@jest/globals";

import { isRaised, playWorkflow, raised } from "./play_workflow.ts";

const ENV = {
  DATAFORM_IDENTITY: "dataform@p",
  DATAFORM_RELEASE: "release",
  DATAFORM_REPOSITORY: "repo",
  GOOGLE_CLOUD_LOCATION: "l",
  GOOGLE_CLOUD_PROJECT_ID: "p",
  GOOGLE_CLOUD_WORKFLOW_EXECUTION_ID: "mine",
  GOOGLE_CLOUD_WORKFLOW_ID: "ai-spend-daily",
};
const REPOSITORY = "https://dataform.googleapis.com/v1beta1/repo";

interface World {
  /** Executions of the workflow, newest first: `id state`. */
  readonly executions?: readonly string[];
  /** Runs that Dataform knows before: `name state compilation`. */
  readonly invocations?: readonly string[];
  /** What the first answers to a start are: the start happens or not, and its answer is lost. */
  readonly lost?: readonly ("started" | "not started")[];
  readonly compileFails?: number;
  readonly ends?: string;
  readonly actions?: readonly string[];
  readonly overridesRefused?: boolean;
  /** How often the list of executions is not answered. */
  readonly executionsFail?: number;
  readonly loadFails?: boolean;
  /** No line can be written to the log. */
  readonly logFails?: boolean;
}

interface Day {
  readonly jobs: readonly unknown[];
  readonly starts: number;
  readonly compilations: number;
  readonly said: readonly unknown[];
  readonly outcome: unknown;
}

function play(world: World): Day {
  const { executions = ["mine ACTIVE"], lost = [], ends = "SUCCEEDED" } = world;
  const invocations = (world.invocations ?? []).map(invocation);
  const jobs: unknown[] = [];
  const said: unknown[] = [];
  let [starts, compilations, looks, asked] = [0, 0, 0, 0];
  const answer = (call: string, args: Readonly<Record<string, unknown>>): unknown => {
    const url = String(args["url"]);
    if (call === "sys.sleep") return null;
    if (call === "sys.log") {
      if (world.logFails === true) throw raised({ code: 500 });
      return void said.push(args["json"]);
    }
    if (call.endsWith("jobs.run")) {
      const { overrides } = (args["body"] ?? {}) as {
        overrides?: { containerOverrides: [{ args: string[] }] };
      };
      if (overrides !== undefined && world.overridesRefused === true) throw raised({ code: 403 });
      if (world.loadFails === true && String(args["name"]).endsWith("ai-spend-sync"))
        throw raised({ code: 500 });
      jobs.push([
        String(args["name"]).split("/").pop(),
        ...(overrides?.containerOverrides[0].args ?? []),
      ]);
      return null;
    }
    if (url.endsWith("/executions")) {
      asked += 1;
      if (asked <= (world.executionsFail ?? 0)) throw raised({ code: 503 });
      return {
        body: {
          executions: executions.map((text) => ({
            name: `w/executions/${text.split(" ")[0] ?? ""}`,
            state: text.split(" ")[1],
          })),
        },
      };
    }
    if (url === `${REPOSITORY}/compilationResults`) {
      compilations += 1;
      if (compilations <= (world.compileFails ?? 0)) throw raised({ code: 503 });
      return { body: { name: "compiled" } };
    }
    if (url === `${REPOSITORY}/workflowInvocations` && call === "http.get") {
      // Two pages, the second of which has what was started last.
      const { query } = args as { query: { pageToken: string } };
      const half = query.pageToken === "" ? invocations.slice(0, 1) : invocations.slice(1);
      return {
        body: { workflowInvocations: half, ...(query.pageToken === "" && { nextPageToken: "2" }) },
      };
    }
    if (url === `${REPOSITORY}/workflowInvocations`) {
      const fate = lost[starts];
      starts += 1;
      if (fate !== "not started") invocations.push(invocation(`own${starts} RUNNING compiled`));
      if (fate !== undefined) throw raised({ tags: ["TimeoutError"] });
      return { body: { name: `own${starts}` } };
    }
    if (url.endsWith(":query")) {
      const target = (name: string) => ({ schema: "ai_spend_assertions", name });
      return {
        body: {
          workflowInvocationActions: (world.actions ?? []).map((text) => ({
            target: target(text.split(" ")[0] ?? ""),
            state: text.split(" ")[1],
          })),
        },
      };
    }
    looks += 1;
    return { body: { state: looks < 3 ? "RUNNING" : ends } };
  };
  let outcome: unknown;
  try {
    outcome = playWorkflow("infra/workflows/daily.yaml", ENV, answer);
  } catch (error) {
    if (!isRaised(error)) throw error;
    outcome = error.raised;
  }
  return { jobs, starts, compilations, said, outcome };
}

function invocation(text: string) {
  const [name, state, compilationResult] = text.split(" ");
  return { name, state, compilationResult };
}

describe("a day", () => {
  it("loads, builds once, and has the alerts look at no assertion, since all are green", () => {
    expect(play({})).toEqual({
      jobs: [["ai-spend-sync"], ["ai-spend-alerts", "alerts", "--assertions", "none"]],
      starts: 1,
      compilations: 1,
      said: [],
      outcome: null,
    });
  });

  it("is left to a run that began before, and not to one that began after or has ended", () => {
    const left = play({ executions: ["later ACTIVE", "mine ACTIVE", "before ACTIVE"] });
    expect(left).toMatchObject({ jobs: [], starts: 0 });
    for (const executions of [
      ["later ACTIVE", "mine ACTIVE"],
      ["mine ACTIVE", "before SUCCEEDED"],
    ])
      expect(play({ executions }).starts).toBe(1);
  });

  it("asks again who else runs, and goes on where nobody answers", () => {
    const executions = ["mine ACTIVE", "before ACTIVE"];
    expect(play({ executions, executionsFail: 2 })).toMatchObject({ jobs: [], starts: 0 });
    expect(play({ executionsFail: 99 })).toEqual(play({}));
  });

  it("builds and alerts after a load that failed, also where no line can be written", () => {
    const day = play({ loadFails: true, logFails: true, overridesRefused: true });
    expect(day).toMatchObject({ starts: 1, outcome: 'Failed steps ["load"]' });
    expect(day.jobs).toEqual([["ai-spend-alerts"]]);
  });

  it("compiles again where the compilation is not answered", () => {
    expect(play({ compileFails: 2 })).toMatchObject({ compilations: 3, starts: 1, outcome: null });
  });

  it("starts no second build while one runs, and says so", () => {
    const day = play({ invocations: ["old SUCCEEDED x", "hand RUNNING y"] });
    expect(day).toMatchObject({ starts: 0, outcome: 'Failed steps ["build"]' });
    expect(day.jobs).toHaveLength(2);
    expect(JSON.stringify(day.said)).toContain("Another build is running");
  });

  it("takes up a build whose start was not answered, and starts anew what was not started", () => {
    const before = ["old SUCCEEDED x"];
    expect(play({ invocations: before, lost: ["started"] })).toMatchObject({
      starts: 1,
      outcome: null,
    });
    expect(play({ invocations: before, lost: ["not started"] })).toMatchObject({
      starts: 2,
      outcome: null,
    });
    const none = play({ lost: ["not started", "not started", "not started"] });
    expect(none).toMatchObject({ starts: 3, outcome: 'Failed steps ["build"]' });
    expect(none.jobs).toEqual([["ai-spend-sync"], ["ai-spend-alerts"]]);
  });

  it("has the alerts look at what a build left red or did not run", () => {
    const day = play({
      ends: "FAILED",
      actions: ["law_a FAILED", "law_b SUCCEEDED", "law_c SKIPPED"],
    });
    expect(day.jobs[1]).toEqual(["ai-spend-alerts", "alerts", "--assertions", "none,law_a,law_c"]);
    expect(day.outcome).toBe('Failed steps ["build"]');
  });

  it("has them look at everything where they cannot be told", () => {
    expect(play({ overridesRefused: true }).jobs[1]).toEqual(["ai-spend-alerts"]);
    const many = Array.from({ length: 101 }, (_, index) => `law_${index} FAILED`);
    expect(play({ ends: "FAILED", actions: many }).jobs[1]).toEqual(["ai-spend-alerts"]);
  });
});
