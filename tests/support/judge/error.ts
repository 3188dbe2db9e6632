/** The one error of the judge: a query that BigQuery would refuse, or one that the engine cannot take. */
export class JudgeError extends Error {
  override readonly name = "JudgeError";
}
