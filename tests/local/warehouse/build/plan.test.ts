/** The order of a build's actions, and what a failed one holds back. */

import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";

import { planOf } from "../../../../local/warehouse/build/plan.ts";
import { action } from "./support.ts";

const waiting = (name: string, ...dependencies: readonly string[]) =>
  action(name, "select 1 as one", { dependencies });

/** Runs a plan, one action at a time, those that fail given. */
function play(actions: readonly ReturnType<typeof waiting>[], failing: ReadonlySet<string>) {
  const plan = planOf(actions);
  const ran: string[] = [];
  const skipped = new Map<string, string>();
  for (let next = plan.next(); next !== null; next = plan.next()) {
    ran.push(next.name);
    const end = failing.has(next.name) ? "failed" : "made";
    for (const { name, because } of plan.ended(next.name, end)) skipped.set(name, because);
  }
  return { ran, skipped, isDone: plan.isDone() };
}

describe("a plan", () => {
  it("gives an action when all that it waits for has ended, the longest way first", () => {
    const actions = [
      waiting("d.short"),
      waiting("d.a"),
      waiting("d.b", "d.a"),
      waiting("d.c", "d.b", "d.short"),
    ];
    expect(play(actions, new Set()).ran).toEqual(["d.a", "d.b", "d.short", "d.c"]);
  });

  it("holds back what stands on a failed action, by its name, and nothing else", () => {
    const actions = [
      waiting("d.a"),
      waiting("d.law", "d.a"),
      waiting("d.mart", "d.a", "d.law"),
      waiting("d.report", "d.mart"),
      waiting("d.other", "d.a"),
    ];
    const { ran, skipped } = play(actions, new Set(["d.law"]));
    expect(new Set(ran)).toEqual(new Set(["d.a", "d.law", "d.other"]));
    expect([...skipped]).toEqual([
      ["d.mart", "d.law"],
      ["d.report", "d.law"],
    ]);
  });

  it("refuses actions that wait for each other", () => {
    expect(() => planOf([waiting("d.a", "d.b"), waiting("d.b", "d.a")])).toThrow(
      /waits for itself/,
    );
  });

  it("runs or skips every action of any graph once, each after what it stands on", () => {
    const graphs = fc.array(fc.tuple(fc.array(fc.nat(20), { maxLength: 4 }), fc.boolean()), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(graphs, (nodes) => {
        const actions = nodes.map(([below], index) =>
          waiting(
            `d.t${index}`,
            ...below.filter((each) => each < index).map((each) => `d.t${each}`),
          ),
        );
        const failing = new Set(
          nodes.flatMap(([, fails], index) => (fails ? [`d.t${index}`] : [])),
        );
        const { ran, skipped, isDone } = play(actions, failing);
        expect(isDone).toBe(true);
        expect([...ran, ...skipped.keys()].sort()).toEqual(actions.map(({ name }) => name).sort());
        for (const { name, dependencies } of actions) {
          const at = ran.indexOf(name);
          const good = dependencies.every((each) => ran.includes(each) && !failing.has(each));
          expect(at >= 0).toBe(good);
          if (at >= 0) expect(dependencies.every((each) => ran.indexOf(each) < at)).toBe(true);
        }
      }),
    );
  });
});
