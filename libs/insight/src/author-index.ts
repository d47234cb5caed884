/** Small numbers for the authors of the messages kept, free again once their last message is gone. */
export class AuthorIndex {
  private readonly numbers = new Map<string, number>();
  private readonly ids: string[] = [];
  private readonly uses: number[] = [];
  private readonly free: number[] = [];

  /** One more than the highest number in use. */
  get end(): number {
    return this.ids.length;
  }

  take(id: string): number {
    let number = this.numbers.get(id);
    if (number === undefined) {
      number = this.free.pop() ?? this.ids.length;
      this.numbers.set(id, number);
      this.ids[number] = id;
      this.uses[number] = 0;
    }
    this.uses[number] = (this.uses[number] ?? 0) + 1;
    return number;
  }

  release(number: number): void {
    const uses = (this.uses[number] ?? 0) - 1;
    this.uses[number] = uses;
    if (uses > 0) return;
    this.numbers.delete(this.id(number));
    this.free.push(number);
  }

  id(number: number): string {
    return this.ids[number] ?? '';
  }
}
