/** What a vendor's key looks like, wherever it was pasted: no text that leaves the program holds one. Pure. */

/** Those of Anthropic, of others whose keys begin alike, and of Cursor, old ones too; a prefix before … is none. */
const KEY =
  /(?:sk-ant-|crsr_)[\w-]{4,}(?![\w-]|…)|(?<![A-Za-z0-9])sk-[\w-]{20,}|(?<![A-Za-z0-9])key_[0-9a-fA-F]{24,}/g;

/** The text with `(a key)` for each key in it. */
export function withoutKeys(text: string): string {
  return text.replaceAll(KEY, "(a key)");
}

export function holdsKey(text: string): boolean {
  return withoutKeys(text) !== text;
}
