const kept = 20;

/** What was written before, for the arrow keys of the composer. */
export class Recall {
  private texts: readonly string[] = [];
  private index = 0;

  keep(text: string): void {
    this.texts = [...this.texts.filter((each) => each !== text), text].slice(-kept);
    this.index = this.texts.length;
  }

  /** Whether the arrows may replace what stands in the box: nothing, or what they brought. */
  fits(text: string): boolean {
    return text === '' || text === this.texts[this.index];
  }

  older(): string | undefined {
    if (this.index > 0) this.index--;
    return this.texts[this.index];
  }

  /** Empty behind the newest. */
  newer(): string {
    if (this.index < this.texts.length) this.index++;
    return this.texts[this.index] ?? '';
  }
}
