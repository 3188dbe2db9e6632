// What people maintain: imported CSV files, or Google Sheets of the same headers. Every column is text.

Object.entries(reference.TABLES).forEach(([name, description]) =>
  declare({ schema: "ai_reference", name, description }),
);
