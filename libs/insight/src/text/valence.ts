import { CLAUSE, UNKNOWN } from './hits.ts';
import type { Hits } from './hits.ts';
import type { Meanings } from './meanings.ts';
import { ROLES } from './roles.ts';
import type { Role } from './roles.ts';
import type { Signals } from './signals.ts';

/** A negator reaches three words ahead, and so does "you are"; both end with the clause. */
const REACH = 3;
/** Units of one lexicon point; what is negated weighs less than its opposite. */
const UNITS = 4;
const NEGATED_GOOD = -3;
const NEGATED_BAD = -2;
/** What "you are" adds to a rebuke that is rude by itself, of 100. */
const ADDRESSED = 25;
const RUDE = 10;

/** Sums up the values of the words of a text, negators and boosters applied. */
export class Valence {
  private readonly meanings: Meanings;
  private hits!: Hits;
  private out!: Signals;
  private negatedUntil = -1;
  private addressedUntil = -1;
  private boostedUntil = -1;
  private boost = 0;
  private lastMeaning = UNKNOWN;
  /** What the last word with a value added in this clause. */
  private lastUnits = 0;

  constructor(meanings: Meanings) {
    this.meanings = meanings;
  }

  addTo(out: Signals, hits: Hits): void {
    this.hits = hits;
    this.out = out;
    this.lastMeaning = UNKNOWN;
    this.beginClause();
    for (let at = 0; at < hits.count; at += 1) this.hear(at, hits.meaning[at] ?? UNKNOWN);
  }

  private beginClause(): void {
    this.negatedUntil = this.boostedUntil = this.addressedUntil = -1;
    this.lastUnits = 0;
  }

  private hear(at: number, meaning: number): void {
    if (meaning === CLAUSE) this.beginClause();
    else if (meaning >= 0) {
      const role = ROLES[this.meanings.role[meaning] ?? 0];
      if (role !== undefined) this.weigh(this.hits.word[at] ?? 0, meaning, role);
    }
  }

  private weigh(word: number, meaning: number, role: Role): void {
    switch (role) {
      case 'negator':
      case 'forbids':
        this.negatedUntil = word + REACH;
        break;
      case 'undoer':
        this.undo();
        break;
      case 'booster':
      case 'softener':
        this.boost = role === 'booster' ? 1 : -2;
        this.boostedUntil = word + 1;
        this.offend(meaning, word);
        break;
      case 'contrast':
        this.out.halve();
        this.beginClause();
        break;
      case 'address':
        this.addressedUntil = word + REACH;
        break;
      default:
        this.value(word, meaning, role);
    }
  }

  private value(word: number, meaning: number, role: Role): void {
    const points = this.meanings.valence[meaning] ?? 0;
    const isRepeated = meaning === this.lastMeaning;
    this.lastMeaning = meaning;
    this.note(role, word);
    this.offend(meaning, word);
    if (points === 0 || isRepeated) return;
    if (role === 'tears' || role === 'profanity') this.out.doubtful += points * UNITS;
    else this.add(this.unitsOf(points, word), role);
  }

  private note(role: Role, word: number): void {
    if (role === 'laughter') this.out.laughs += 1;
    else if (role === 'greeting') this.out.greetings += 1;
    else if (role === 'irony') this.out.ironies += 1;
    else if (role === 'retort') this.out.retorts += 1;
    else if (role === 'trouble' && word > this.negatedUntil) this.out.troubles += 1;
    else if (role === 'insult' && word > this.negatedUntil) this.out.insults += 1;
  }

  private unitsOf(points: number, word: number): number {
    const weight = UNITS + (word <= this.boostedUntil ? this.boost : 0);
    if (word > this.negatedUntil) return points * weight;
    return points * (points > 0 ? NEGATED_GOOD : NEGATED_BAD);
  }

  /** Good that was negated is criticism, bad that was negated is praise. */
  private add(units: number, role: Role): void {
    const { out } = this;
    this.lastUnits = units;
    if (units > 0 && role === 'hype') out.hype += units;
    else if (units > 0 && role === 'joy') out.joy += units;
    else if (units > 0) out.praise += units;
    else if (role === 'upset' || role === 'trouble') out.upset += units;
    else out.criticism += units;
  }

  /** A negator behind the word takes back what it said and says the opposite, weaker. */
  private undo(): void {
    const { out, lastUnits } = this;
    if (lastUnits > 0) {
      out.praise -= Math.min(out.praise, lastUnits);
      out.criticism += Math.trunc((lastUnits * NEGATED_GOOD) / UNITS);
    } else if (lastUnits < 0) {
      out.criticism -= Math.max(out.criticism, lastUnits);
      out.praise += Math.trunc((lastUnits * NEGATED_BAD) / UNITS);
    }
    this.lastUnits = 0;
  }

  private offend(meaning: number, word: number): void {
    const toxicity = this.meanings.toxicity[meaning] ?? 0;
    if (toxicity === 0 || word <= this.negatedUntil) return;
    const isAddressed = word <= this.addressedUntil && toxicity >= RUDE;
    const weight = Math.min(100, toxicity + (isAddressed ? ADDRESSED : 0));
    this.out.toxicity = Math.max(this.out.toxicity, weight);
  }
}
