interface Shortfall {
  readonly topic: string;
  readonly partition: number;
  /** The offset that was reached before, where it is known. */
  readonly known?: number;
  /** Where the log ends now. */
  readonly end: number;
}

/**
 * The log ends below a position that was handed out: it was lost or created anew. Whoever meets
 * this stops, since offsets would be given out twice.
 */
export class LogLost extends Error {
  override readonly name = 'LogLost';

  constructor({ topic, partition, known, end }: Shortfall, epoch: number) {
    super(
      `The log of ${topic}, partition ${partition}, ends at offset ${end}, ` +
        `but ${known === undefined ? 'more' : `offset ${known}`} was reached before: it was lost. ` +
        `Create its topics anew and start everything with LOG_EPOCH=${epoch + 1}.`,
    );
  }
}
