/** A planted money bug: one edit of a model or an include, as somebody in a hurry would make it. */
export interface Mutation {
  readonly name: string;
  readonly file: string;
  /** The scenario that should catch it, played first; empty if a violation should. */
  readonly story: string;
  /** The law whose violation should catch it, played before all else; only where no story does. */
  readonly law?: string;
  /** Text that stands exactly once in the file. */
  readonly find: string;
  readonly replace: string;
}
