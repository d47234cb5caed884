import { ABSENT } from './hash-table.ts';
import { languageNumber } from './languages.ts';
import type { Language } from './languages.ts';
import { roleNumber } from './roles.ts';
import type { WordSection } from './word-list.ts';

/** Says that a chain has no further meaning. */
export const NO_MEANING = ABSENT;

/**
 * What entries of the lists mean, as columns. A word that means different things in different languages has a chain
 * of meanings, at most one a language.
 */
export class Meanings {
  readonly role: number[] = [];
  readonly valence: number[] = [];
  readonly toxicity: number[] = [];
  readonly language: number[] = [];
  /** Where a pattern of syllables may stand, see `bounds` in lexicon.ts; 0 for words. */
  readonly bounds: number[] = [];
  readonly next: number[] = [];

  /** The chain `head` with this meaning in it; a meaning the language already has stays. */
  with(head: number, language: Language, section: WordSection, bounds = 0): number {
    const number = languageNumber(language);
    const known = this.inLanguage(head, number);
    if (known !== NO_MEANING) return head;
    this.role.push(roleNumber(section.role));
    this.valence.push(section.valence ?? 0);
    this.toxicity.push(section.toxicity ?? 0);
    this.language.push(number);
    this.bounds.push(bounds);
    this.next.push(head);
    return this.role.length - 1;
  }

  /** The meaning in exactly this language, or NO_MEANING. */
  inLanguage(head: number, language: number): number {
    let at = head;
    while (at !== NO_MEANING && this.language[at] !== language) at = this.next[at] ?? NO_MEANING;
    return at;
  }
}
