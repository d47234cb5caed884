/**
 * The log ends below a position that was handed out: it was lost or created anew. Whoever meets
 * this stops, since offsets would be given out twice.
 */
export class LogLost extends Error {
  override readonly name = 'LogLost';

  constructor(
    place: { topic: string; partition: number; known: number; end: number },
    epoch: number,
  ) {
    super(
      `The log of ${place.topic}, partition ${place.partition}, ends at offset ${place.end}, ` +
        `but offset ${place.known} was reached before: it was lost. Start everything with LOG_EPOCH=${epoch + 1}.`,
    );
  }
}
