/** The error for what cannot be read. */
import { SqlSyntaxError } from "./errors.ts";
import { isName, type Node } from "./tree.ts";

/** BigQuery's words for a token that cannot stand where it does; `last` is what the text ends with. */
export function unexpected(node: Node | undefined, last?: Node): SqlSyntaxError {
  if (node === undefined) return new SqlSyntaxError("Unexpected end of statement", last ?? START);
  if (node.kind === "group") return new SqlSyntaxError(`Unexpected "${node.open}"`, node);
  if (isName(node)) return new SqlSyntaxError(`Unexpected identifier "${node.text}"`, node);
  if (node.kind === "word") {
    return new SqlSyntaxError(`Unexpected keyword ${node.text.toUpperCase()}`, node);
  }
  if (node.kind === "string") return new SqlSyntaxError("Unexpected string literal", node);
  return new SqlSyntaxError(`Unexpected "${node.text}"`, node);
}

const START = { line: 1, column: 1 };
