/** An answer that a vendor gives in place of the data. */

/** An answer other than 200; the message goes to the client as it stands. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
