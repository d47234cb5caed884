/** Appends under way. One that fails, whenever that is, fails the next `settle`, and nothing else. */
export class ImportWindow {
  private under: Promise<void>[] = [];
  private failure: { readonly error: unknown } | undefined;

  constructor(private readonly size: number) {}

  get isFull(): boolean {
    return this.under.length >= this.size || this.failure !== undefined;
  }

  add(work: Promise<void>): void {
    this.under.push(work.catch((error: unknown) => void (this.failure ??= { error })));
  }

  /** Resolves when all of them have ended, however that was. */
  async end(): Promise<void> {
    await Promise.all(this.under.splice(0));
  }

  /** As `end`, and throws what went wrong first. */
  async settle(): Promise<void> {
    await this.end();
    if (this.failure) throw this.failure.error;
  }
}
