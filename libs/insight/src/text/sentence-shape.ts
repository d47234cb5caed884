import { CLAUSE, UNKNOWN } from './hits.ts';
import type { Hits } from './hits.ts';
import type { Meanings } from './meanings.ts';
import { ROLES } from './roles.ts';
import type { Role } from './roles.ts';
import type { Signals } from './signals.ts';
import * as tokens from './tokens.ts';
import type { Tokens } from './tokens.ts';

/** Roles of words that excitement can be about. */
const OBJECTS: ReadonlySet<Role> = new Set([
  'plain',
  'function',
  'subject',
  'address',
  'auxiliary',
  'imperative',
  'stative',
  'asks',
]);
/** Roles of words that may stand before the clause proper. */
const PREFACES: ReadonlySet<Role> = new Set([
  'opener',
  'greeting',
  'laughter',
  'contrast',
  'booster',
  'softener',
]);

/** Finds out whether a text asks or advises, with or without a question mark. */
export class SentenceShape {
  private readonly meanings: Meanings;
  private read!: Tokens;
  private hits!: Hits;
  private out!: Signals;
  /** Nothing of the clause was said yet but vocatives and laughter. */
  private isOpening = true;

  constructor(meanings: Meanings) {
    this.meanings = meanings;
  }

  addTo(out: Signals, read: Tokens, hits: Hits): void {
    this.read = read;
    this.hits = hits;
    this.out = out;
    this.isOpening = true;
    for (let at = 0; at < hits.count; at += 1) this.hear(at);
    if (read.questionMarks > 0 && out.words > 0) out.asks = true;
    const isRebuke = out.insults > 0 && read.questionMarks === 0;
    if (out.retorts > 0 || isRebuke) out.asks = false;
  }

  private hear(at: number): void {
    if (this.hits.meaning[at] === CLAUSE) {
      this.isOpening = true;
      return;
    }
    const role = this.roleAt(at);
    this.count(at, role);
    if (role === 'question') this.out.asks = true;
    if (role === 'advice') this.out.advises = true;
    if (this.isOpening) this.open(at, role);
    this.isOpening = this.isOpening && this.staysOpen(at, role);
  }

  private count(at: number, role: Role | undefined): void {
    if (!this.isWord(at) || role === 'laughter') return;
    this.out.words += 1;
    if (role === undefined || OBJECTS.has(role)) this.out.objects += 1;
  }

  private open(at: number, role: Role | undefined): void {
    if (role === 'asks') this.out.asks ||= !this.isStretched(at);
    else if (role === 'exclaims') this.out.asks ||= !this.isStretched(at) && !this.praisesNext(at);
    else if (role === 'auxiliary') this.out.asks ||= this.isSubject(this.roleAt(at + 1));
    else if (role === 'imperative') this.out.advises ||= this.hasObject(at + 1);
    else if (role === 'forbids') this.out.advises ||= this.forbids(at + 1);
  }

  private staysOpen(at: number, role: Role | undefined): boolean {
    return !this.isWord(at) || (role !== undefined && PREFACES.has(role));
  }

  private roleAt(at: number): Role | undefined {
    const meaning = at < this.hits.count ? (this.hits.meaning[at] ?? UNKNOWN) : UNKNOWN;
    return meaning < 0 ? undefined : ROLES[this.meanings.role[meaning] ?? 0];
  }

  private isWord(at: number): boolean {
    if (at >= this.hits.count || this.hits.meaning[at] === CLAUSE) return false;
    const kind = this.read.kind[this.hits.row[at] ?? 0];
    return kind === tokens.WORD || kind === tokens.SYLLABLES || kind === tokens.NUMBER;
  }

  private isStretched(at: number): boolean {
    return ((this.read.marks[this.hits.row[at] ?? 0] ?? 0) & tokens.STRETCHED) !== 0;
  }

  /** "how cute", "que asco": the word behind carries a value. */
  private praisesNext(at: number): boolean {
    const meaning = at + 1 < this.hits.count ? (this.hits.meaning[at + 1] ?? UNKNOWN) : UNKNOWN;
    return meaning >= 0 && (this.meanings.valence[meaning] ?? 0) !== 0;
  }

  private isSubject(role: Role | undefined): boolean {
    return role === 'subject' || role === 'address';
  }

  private hasObject(at: number): boolean {
    const role = this.roleAt(at);
    return this.isWord(at) && role !== 'laughter' && role !== 'hype';
  }

  private forbids(at: number): boolean {
    const role = this.roleAt(at);
    return this.hasObject(at) && role !== 'stative' && role !== 'praise';
  }
}
