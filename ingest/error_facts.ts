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

/** What to do where a system's words say that this process may have no more of something; null for other words. */
export function limitReached(text: string): string | null {
  if (/\b(EMFILE|ENFILE)\b|too many open files/i.test(text)) {
    return "Too many files are open: raise the limit (ulimit -n 256) and run the command again.";
  }
  const memory =
    /\bENOMEM\b|cannot allocate memory|failed to map segment|WebAssembly\..*out of memory/i;
  return memory.test(text)
    ? "There is too little memory: end other programs, or raise the limit (ulimit -v), and run the command again."
    : null;
}
