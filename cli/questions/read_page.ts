/** Finds docs/questions.md in the checkout. */

import { documentText } from "../shared/document_text.ts";
import { type Question, readQuestions } from "./page.ts";

export function questionsOfPage(): readonly Question[] {
  return readQuestions(documentText("docs/questions.md"));
}
