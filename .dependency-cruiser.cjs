/**
 * Which file may import which, types included: `npx depcruise ingest cli local tools` says what breaks it, and
 * tests/tidy/structure.test.ts holds it.
 */

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "no file imports one that imports it",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "every import is found",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: "the laptop knows neither loader nor verbs",
      severity: "error",
      from: { path: "^local/" },
      to: { path: "^(ingest|cli|tools|tests|bench)/" },
    },
    {
      name: "the loader knows neither verbs nor laptop",
      severity: "error",
      from: { path: "^ingest/" },
      to: { path: "^(cli|local|tools|tests|bench)/" },
    },
    {
      name: "verbs know neither tests nor writers of documents",
      severity: "error",
      from: { path: "^cli/" },
      to: { path: "^(tools|tests|bench)/" },
    },
    {
      name: "the demo alone has simulated vendors",
      severity: "error",
      from: { path: "^cli/", pathNot: "^cli/demo/" },
      to: { path: "^local/stand_ins/" },
    },
    {
      name: "the warehouse knows no vendor",
      severity: "error",
      from: { path: "^local/warehouse/" },
      to: { path: "^local/stand_ins/" },
    },
    {
      name: "no stand-in knows the warehouse",
      severity: "error",
      from: { path: "^local/stand_ins/" },
      to: { path: "^local/warehouse/" },
    },
    {
      name: "no stand-in knows another",
      severity: "error",
      from: { path: "^local/stand_ins/(anthropic|claude_ai|cursor|google)/" },
      to: {
        path: "^local/stand_ins/(anthropic|claude_ai|cursor|google)/",
        pathNot: "^local/stand_ins/$1/",
      },
    },
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "default"] },
  },
};
