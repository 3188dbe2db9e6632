/** What can be read off anything that was thrown, by its properties: not every error is of this realm's Error. */

/** Node's and Google's `code`: `ENOENT`, `UND_ERR_SOCKET`, 404. */
export function errorCode(error: unknown): string | number | null {
  const code = property(error, "code");
  return typeof code === "string" || typeof code === "number" ? code : null;
}

export function errorMessage(error: unknown): string {
  const message = property(error, "message");
  return typeof message === "string" ? message : String(error);
}

export function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

/** True for an engine's or a system's words for a disk that takes no more, or for a file that may not grow further. */
export function saysDiskFull(text: string): boolean {
  const words =
    /no space left on device|disk quota exceeded|ENOSPC|EDQUOT|disk is full|EFBIG|file too large/i;
  return words.test(text);
}
