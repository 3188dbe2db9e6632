/** Bytes as text, and the text of an answer as a value. Pure. */

/** A byte order mark is kept. Null if the bytes are not UTF-8. */
export function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** The value of a JSON text, undefined if it is none; numbers of `exactFields` are left as text, digit by digit. */
export function parse(text: string, exactFields: readonly string[]): unknown {
  try {
    return JSON.parse(quoted(text, exactFields)) as unknown;
  } catch {
    return undefined;
  }
}

/** A double would change what JSON.parse reads. Inside of a value the quotes would be escaped, so no value is touched. */
function quoted(text: string, fields: readonly string[]): string {
  if (fields.length === 0) return text;
  const number = "-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?";
  const field = new RegExp(`("(?:${fields.join("|")})"\\s*:\\s*)(${number})`, "g");
  return text.replace(field, '$1"$2"');
}
