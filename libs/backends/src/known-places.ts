const mostKnown = 100_000;

/** Names of rows that were written already, the newest of them, each with the lowest number it was written with. */
export class KnownPlaces {
  private readonly places = new Map<string, number>();

  /** Whether a name was written with this number, or a lower one. */
  has(name: string, number = 0): boolean {
    const known = this.places.get(name);
    return known !== undefined && known <= number;
  }

  add(name: string, number = 0): void {
    const known = this.places.get(name) ?? Infinity;
    this.places.delete(name);
    this.places.set(name, Math.min(known, number));
    const oldest = this.places.keys().next().value;
    if (this.places.size > mostKnown && oldest !== undefined) this.places.delete(oldest);
  }
}
