const mostKnown = 100_000;

/** What is known of rows that were written lately, by name: the newest 100,000, each for at most `lifeMs`. */
export class KnownPlaces<Known> {
  private readonly places = new Map<string, { readonly known: Known; readonly until: number }>();

  constructor(
    private readonly lifeMs: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  get(name: string): Known | undefined {
    const place = this.places.get(name);
    return place && place.until > this.now() ? place.known : undefined;
  }

  set(name: string, known: Known): void {
    this.places.delete(name);
    this.places.set(name, { known, until: this.now() + this.lifeMs });
    const oldest = this.places.keys().next().value;
    if (this.places.size > mostKnown && oldest !== undefined) this.places.delete(oldest);
  }

  forget(name: string): void {
    this.places.delete(name);
  }
}
