// What the loader lands whatever the vendor: which walks were finished, when it worked, and the files people imported.

declare({
  schema: "ai_raw",
  name: "raw_fetches",
  description:
    "One row per finished walk over an endpoint, written after its pages: a page without it does not count.",
});

declare({
  schema: "ai_raw",
  name: "raw_imports",
  description: "One row per imported file: its exact text.",
});

declare({
  schema: "ai_raw",
  name: "raw_sync_leases",
  description:
    "One row per claim, renewal and release of the right to sync or to import, dated by the warehouse's clock.",
});
