/** Tables and columns of `ai_spend` as docs/dictionary.md explains them, read from its Markdown. Pure. */

export interface DictionaryTable {
  readonly name: string;
  /** The sentence that begins "One row per". */
  readonly grain: string;
  readonly key: readonly string[];
  readonly columns: readonly DictionaryColumn[];
}

export interface DictionaryColumn {
  readonly name: string;
  readonly type: string;
  readonly meaning: string;
}

/** By name. Examples of rows are left out: they would be taken for somebody's. */
export function readDictionary(markdown: string): ReadonlyMap<string, DictionaryTable> {
  const parts = markdown.split(/^## /m);
  const shown = parts.filter((part) => /^[^\n]*\(.*`ai_spend`\)\n/.test(part));
  const tables = shown.flatMap((part) => part.split(/^### /m).slice(1)).map(tableOf);
  return new Map(tables.map((table) => [table.name, table]));
}

function tableOf(section: string): DictionaryTable {
  const [name = "", grain = ""] = section.split(/\n+/);
  const [, key = ""] = /^- Key: (.*)$/m.exec(section) ?? [];
  const rows = [...section.matchAll(/^\| \**`(\w+)`\** \| (.*?) \| (.*?) \|/gm)];
  return {
    name,
    grain,
    key: [...key.matchAll(/`(\w+)`/g)].map(([, column = ""]) => column),
    columns: rows.map(([, column = "", type = "", meaning = ""]) => ({
      name: column,
      type: plain(type.replace(/, filled$/, "")),
      meaning: plain(meaning),
    })),
  };
}

function plain(text: string): string {
  return text.replaceAll(/\\([|<*\\])/g, "$1");
}
