/** Why the warehouse's file or folder cannot be used. */

/** One sentence for the operator: what is wrong, and what to do. */
export class WarehouseFileError extends Error {
  override readonly name = "WarehouseFileError";
}
