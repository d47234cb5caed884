/** Runs pieces of work one after another, in the order of the calls. */
export class Turns {
  private last: Promise<unknown> = Promise.resolve();

  /** Answers, or fails, as the work does; what comes next is not harmed. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.last.then(work);
    this.last = result.catch(() => undefined);
    return result;
  }
}
