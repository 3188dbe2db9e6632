/** Google's reference implementation of GoogleSQL, as a judge in tests. */

export { canonicalCell, type Cell, type Row } from "./cells.ts";
export { diffTables } from "./diff.ts";
export { JudgeError } from "./error.ts";
export { analyzeGraph, fullName, judgeGraph, judgeTests } from "./graph.ts";
export {
  type Constants,
  digestOf,
  type Judge,
  type Resolved,
  startJudge,
  type Table,
} from "./judge.ts";
export { type Column, type GoogleType, parseType, typeText } from "./types.ts";
export { zonesLeftOut } from "./zones.ts";
