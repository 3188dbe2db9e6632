/**
 * Plays a Cloud Workflows file as far as this project's use the language: assign, call, switch, for, try with except
 * or retry, raise, return, next. Calls outside of the file are answered by the test. Expressions are read as
 * JavaScript after the words that differ.
 */

import { readFileSync } from "node:fs";
import vm from "node:vm";

import { parse } from "yaml";

type Value = unknown;
type Step = Readonly<Record<string, Value>>;
type Scope = Record<string, Value>;
interface Subworkflow {
  readonly params?: readonly string[];
  readonly steps: readonly Readonly<Record<string, Step>>[];
}

/** What a workflow raises is a map or a text, not an error of ours. */
export interface Raised extends Error {
  readonly raised: unknown;
}

export function raised(what: unknown): Raised {
  return Object.assign(new Error("raised by the workflow"), { raised: what });
}

export function isRaised(error: unknown): error is Raised {
  return error instanceof Error && "raised" in error;
}

/** What a call answers; throws by `raised`. */
export type Answer = (call: string, args: Readonly<Record<string, Value>>) => Value;

type Signal = { readonly returned: Value } | { readonly next: string } | null;

export function playWorkflow(
  file: string,
  env: Readonly<Record<string, string>>,
  answer: Answer,
): Value {
  const flow = parse(readFileSync(file, "utf8")) as Readonly<Record<string, Subworkflow>>;

  function value(raw: Value, scope: Scope): Value {
    if (Array.isArray(raw)) return raw.map((each) => value(each, scope));
    if (typeof raw === "object" && raw !== null)
      return Object.fromEntries(
        Object.entries(raw).map(([key, each]) => [key, value(each, scope)]),
      );
    if (typeof raw !== "string") return raw;
    const [, expression] = /^\$\{([\s\S]*)\}$/.exec(raw) ?? [];
    return expression === undefined ? raw : evaluate(expression, scope);
  }

  function evaluate(expression: string, scope: Scope): Value {
    const script = expression
      .replace(/(\S+) in (\[[^\]]*\]|[\w.]+)/g, "has($2, $1)")
      .replace(
        /not\(default\(map.get\(error, "code"\), has\((.*?), 503\)\)\)/,
        '!$1.includes(default_(map.get(error, "code"), 503))',
      )
      .replace(/\bdefault\(/g, "default_(")
      .replace(/ and /g, " && ")
      .replace(/ or /g, " || ");
    return vm.runInNewContext(script, {
      ...LIBRARY,
      sys: { get_env: (name: string) => env[name], now: () => 0 },
      ...scope,
    });
  }

  function call(name: string, args: Scope): Value {
    const sub = flow[name];
    if (sub === undefined) return answer(name, args);
    const signal = run(sub.steps, { ...args });
    return signal !== null && "returned" in signal ? signal.returned : null;
  }

  function run(steps: Subworkflow["steps"], scope: Scope): Signal {
    const named = steps.flatMap((step) => Object.entries(step));
    for (let index = 0; index < named.length; index += 1) {
      const step: Step = named[index]?.[1] ?? {};
      let signal = act(step, scope);
      if (signal === null && typeof step["next"] === "string") signal = { next: step["next"] };
      if (signal === null) continue;
      if ("returned" in signal) return signal;
      const target = signal.next;
      const found = named.findIndex(([name]) => name === target);
      if (found < 0) return signal;
      index = found - 1;
    }
    return null;
  }

  function act(step: Step, scope: Scope): Signal {
    if (step["assign"] !== undefined) {
      for (const pair of step["assign"] as readonly Scope[])
        for (const [name, raw] of Object.entries(pair)) scope[name] = value(raw, scope);
    }
    if (step["try"] !== undefined) return tried(step, scope);
    if (typeof step["call"] === "string") {
      const result = call(step["call"], value(step["args"] ?? {}, scope) as Scope);
      if (typeof step["result"] === "string") scope[step["result"]] = result;
    }
    if (step["switch"] !== undefined) {
      for (const branch of step["switch"] as readonly Step[])
        if (value(branch["condition"], scope) === true) {
          const signal = act(branch, scope);
          return signal ?? (typeof branch["next"] === "string" ? { next: branch["next"] } : null);
        }
      return null;
    }
    if (step["for"] !== undefined) {
      const loop = step["for"] as Step & { readonly steps: Subworkflow["steps"] };
      for (const each of value(loop["in"], scope) as readonly Value[]) {
        scope[String(loop["value"])] = each;
        const signal = run(loop.steps, scope);
        if (signal !== null) return signal;
      }
    }
    if (step["steps"] !== undefined) return run(step["steps"] as Subworkflow["steps"], scope);
    if (step["raise"] !== undefined) throw raised(value(step["raise"], scope));
    return "return" in step ? { returned: value(step["return"], scope) } : null;
  }

  function tried(step: Step, scope: Scope): Signal {
    const times = step["retry"] === undefined ? 1 : 5;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return act(step["try"] as Step, scope);
      } catch (error) {
        if (!isRaised(error)) throw error;
        if (attempt < times) continue;
        const except = step["except"] as
          (Step & { readonly steps: Subworkflow["steps"] }) | undefined;
        if (except === undefined) throw error;
        scope[String(except["as"])] = error.raised;
        return run(except.steps, scope);
      }
    }
  }

  return call("main", { args: null });
}

const LIBRARY = {
  default_: (found: Value, otherwise: Value) => found ?? otherwise,
  has: (place: object, key: Value) =>
    Array.isArray(place) ? place.includes(key) : Object.hasOwn(place, String(key)),
  int: Number,
  json: { encode_to_string: (found: Value) => JSON.stringify(found) },
  len: (found: string | readonly Value[]) => found.length,
  list: { concat: (found: readonly Value[], more: Value) => [...found, more] },
  map: { get: (found: Record<string, Value>, key: string) => found[key] ?? null },
  http: { default_retry: "default_retry" },
  text: { match_regex: (found: string, pattern: string) => new RegExp(pattern).test(found) },
};
