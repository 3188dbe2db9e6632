/** An answer as text and value, or why it is none. Pure. */

import { excessOf, namesTwice } from "./answer_limits.ts";
import { decode, parse } from "./answer_text.ts";
import { contentType, type Failed, hopeless, refused, transport } from "./failures.ts";
import type { HttpAnswer } from "./exchange.ts";

export interface Answer {
  /** The exact response text. */
  readonly body: string;
  readonly json: unknown;
}

interface Expected {
  readonly exactFields: readonly string[];
  /** The key that was sent. */
  readonly key: string | undefined;
  readonly isLanded: boolean;
}

export function readAnswer(
  answer: HttpAnswer,
  { exactFields, key, isLanded }: Expected,
): Answer | Failed {
  const text = decode(answer.bytes);
  const excess = text === null ? null : excessOf(text, { isLanded });
  const json = text === null || excess !== null ? undefined : parse(text, exactFields);
  if (answer.status !== 200) return refused(answer, json);
  const type = contentType(answer);
  if (text === null) return hopeless(`an answer that is not UTF-8${type.text}`, 2);
  if (excess !== null) return hopeless(`an answer with ${excess}`, 1);
  if (json !== undefined) {
    if (repeats(text, json, key))
      return hopeless("an answer that repeats the key it was asked with", 1);
    return isLanded && namesTwice(text, json)
      ? hopeless("an answer that has a name twice in one object", 1)
      : { body: text, json };
  }
  if (text.trim() === "") return hopeless("an empty answer", 2);
  if (type.isOther) return hopeless(`an answer that is not JSON${type.text}`, 1);
  if (text.trimStart().startsWith("<")) return hopeless("an HTML page instead of an answer", 2);
  return transport("an answer that is cut or not JSON");
}

/** The key as it is, as Basic authorization sends it, or behind escapes. */
function repeats(text: string, json: unknown, key: string | undefined): boolean {
  if (key === undefined || key === "") return false;
  const forms = [key, Buffer.from(`${key}:`).toString("base64")];
  const says =
    text.includes("\\u00") || text.includes("\\/") ? `${text}${JSON.stringify(json)}` : text;
  return forms.some((form) => says.includes(form));
}
