/** What speaks for a verdict, in units of a quarter of a lexicon point; negative for what is bad. Reused by the next text. */
export class Signals {
  praise = 0;
  hype = 0;
  joy = 0;
  criticism = 0;
  upset = 0;
  /** Swearing, tears: count only where nothing good stands beside them. */
  doubtful = 0;
  laughs = 0;
  greetings = 0;
  troubles = 0;
  ironies = 0;
  retorts = 0;
  insults = 0;
  /** Words that are neither laughter nor emotes. */
  words = 0;
  /** Words that are nothing but themselves: the objects of excitement. */
  objects = 0;
  asks = false;
  advises = false;
  /** 0…100 */
  toxicity = 0;

  reset(): void {
    this.praise = this.hype = this.joy = this.criticism = this.upset = this.doubtful = 0;
    this.laughs = this.greetings = this.troubles = this.ironies = 0;
    this.retorts = this.insults = this.words = this.objects = 0;
    this.asks = this.advises = false;
    this.toxicity = 0;
  }

  /** What was said before a "but" counts half. */
  halve(): void {
    this.praise = Math.trunc(this.praise / 2);
    this.hype = Math.trunc(this.hype / 2);
    this.joy = Math.trunc(this.joy / 2);
    this.criticism = Math.trunc(this.criticism / 2);
    this.upset = Math.trunc(this.upset / 2);
  }
}
