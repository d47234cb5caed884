import {
  askedFor,
  conceptNamed,
  conceptsByWord,
  fillers,
  koreanFillers,
  mostWords,
  STRONG,
  KIND,
  takePieces,
  together,
  WEAK,
  type Concept,
  type Weight,
} from './question-concepts.ts';

/** Keys of one question; what a longer one asks is in its first words. */
const mostKeys = 12;
/** Pieces of one word that count. */
const mostPieces = 4;
/** UTF-16 units that are read. */
const longest = 400;

const word = /[\p{L}\p{M}\p{N}]+(?:['’´`][\p{L}\p{M}]+)*/gu;
const hangulRun = /[\uac00-\ud7a3]+/gu;
const hangul = /[\uac00-\ud7a3]/u;
/** Written without blanks: each two characters count as a word. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
/** "@ann", "user-0275", and "ann_b:" at the begin. */
const name = /[@#][\p{L}\p{N}_-]+|\p{L}+[-_]\d{2,}|^\s*[\p{L}\p{N}]+[-_][\p{L}\p{N}_-]*\s*[,:]/gu;
/** "How does it become" asks politely what something is. */
const politeWhat = /어떻게\s*(?=되|돼)/gu;
const spacedHour = /몇\s+시/gu;

/**
 * What a question asks, in whole numbers that are equal for words of one meaning: sorted, distinct, each with how much
 * it counts in its two lowest bits. Empty for a text that asks nothing that could be answered, such as "what?".
 */
export function questionKeys(text: string): Int32Array {
  const found = new Found();
  const whole = text.slice(0, longest).toLowerCase().normalize('NFC');
  const read = whole.replace(name, ' ').replace(politeWhat, ' ').replace(spacedHour, '몇시');
  const words = (read.match(word) ?? []).map((w) => w.replace(/['’´`]/g, ''));
  for (let at = 0; at < words.length && !found.isFull;) at += takeAt(words, at, found);
  return found.keys();
}

/** How much a key counts: 1 to 3. */
export const weightOf = (key: number): number => key & 3;

/** Whether two questions ask the same: more than half of the weight of both together is common. */
export function askTheSame(one: Int32Array, other: Int32Array): boolean {
  const common = commonWeight(one, other);
  return 2 * common > weightIn(one) + weightIn(other) - common;
}

/** How alike two questions are, in thousandths of the weight of both together. */
export function likeness(one: Int32Array, other: Int32Array): number {
  const common = commonWeight(one, other);
  return Math.floor((1_000 * common) / (weightIn(one) + weightIn(other) - common || 1));
}

function commonWeight(one: Int32Array, other: Int32Array): number {
  let [i, j, common] = [0, 0, 0];
  while (i < one.length && j < other.length) {
    const [x, y] = [one[i] ?? 0, other[j] ?? 0];
    if (x === y) common += weightOf(x);
    if (x <= y) i++;
    if (y <= x) j++;
  }
  return common;
}

function weightIn(keys: Int32Array): number {
  let sum = 0;
  for (const key of keys) sum += weightOf(key);
  return sum;
}

/** Takes the word at a place, with those behind it that it makes one concept with; answers how many. */
function takeAt(words: readonly string[], at: number, found: Found): number {
  for (let count = Math.min(mostWords, words.length - at); count > 1; count--) {
    const concept = conceptsByWord.get(words.slice(at, at + count).join(' '));
    if (!concept) continue;
    found.concept(concept);
    return count;
  }
  const read = words[at] ?? '';
  if (hangul.test(read)) takeKorean(read, found);
  else if (unspaced.test(read)) takePairs(read, found);
  else takeSpaced(read, found);
  return 1;
}

function takeSpaced(read: string, found: Found): void {
  const squashed = read.replace(/(.)\1{2,}/gu, '$1');
  const concept = conceptsByWord.get(squashed);
  if (concept) return found.concept(concept);
  if (fillers.has(squashed)) return;
  const stem = stemOf(squashed);
  const known = conceptsByWord.get(stem);
  if (known) found.concept(known);
  else if (!fillers.has(stem) && stem.length > 1) found.term(stem, STRONG);
}

/** The word without the endings of English; wrong stems do no harm while they are the same ones. */
function stemOf(read: string): string {
  const stem = read
    .replace(/^(.{3,})ies$/, '$1y')
    .replace(/^(.{2,}(?:ss|sh|ch|x))es$/, '$1')
    .replace(/^(.{2,}[^s])s$/, '$1');
  return stem
    .replace(/^(.{3,})(?:ing|ed)$/, '$1')
    .replace(/^(.{2,})([b-df-hj-np-tv-z])\2$/, '$1$2');
}

function takeKorean(read: string, found: Found): void {
  for (const run of read.match(hangulRun) ?? []) {
    const rest = takePieces(run, (concept) => found.concept(concept));
    for (const piece of rest.split(' ')) {
      const stem = koreanStem(piece);
      if (stem !== '' && !koreanFillers.has(stem)) found.pairs(stem);
    }
  }
}

const ending =
  /(?:이?신가요|하시나요|하시는지|하시는|하세요|하십니까|하나요|할까요|할건가요|하실건가요|했나요|했어요|되나요|되는지|인가요|인가여|인지|이에요|이예요|예요|에요|입니까|습니까|합니까|나요|나여|가요|까요|어요|아요|네요|세요|해요|하죠|이죠|지요|죠|는지|은지|는거|는건|한거|할거|던가|는데|은데|인데|임|냐|니|나|요|여|누|노|지|까|가요|야)$/;
const particle =
  /(?:에서는|에서|에게|한테|이랑|으로|까지|부터|처럼|보다|하고|이나|이란|라는|은|는|이|가|을|를|에|의|로|도|만|와|과|랑|께|야)$/;

/** The noun or verb of a word, as far as its ending and particle tell. */
function koreanStem(piece: string): string {
  if (koreanFillers.has(piece)) return '';
  const stem = piece.replace(ending, '');
  const bare = stem.replace(particle, '');
  return bare.length > 0 ? bare : stem;
}

const asks = /[吗呢么什谁哪几怎啥嘛吧]|(?:です|ます|でした|ました)?か$|何|誰|どこ|いつ|なに|なん/gu;

function takePairs(read: string, found: Found): void {
  if (/いつ|何時|什么时候|几点/u.test(read)) found.concept(conceptNamed('when'));
  if (/どこ|哪里|哪儿/u.test(read)) found.concept(conceptNamed('where'));
  if (/誰|谁/u.test(read)) found.concept(conceptNamed('who'));
  if (/曲|歌|音楽|音乐/u.test(read)) found.concept(conceptNamed('song'));
  for (const piece of read.replace(asks, ' ').split(' ')) found.pairs(piece);
}

/** Collects keys in the order of the text. */
class Found {
  private readonly byTerm = new Map<string, Weight>();

  get isFull(): boolean {
    return this.byTerm.size >= mostKeys;
  }

  concept({ name: known, weight }: Concept): void {
    this.byTerm.set(` ${known}`, weight);
  }

  term(stem: string, weight: Weight): void {
    this.byTerm.set(stem, weight);
  }

  /** Each two characters of a stem: how it is cut into words does not matter then. */
  pairs(stem: string): void {
    const characters = [...stem];
    if (characters.length === 1) return this.term(stem, KIND);
    for (let at = 0; at + 1 < characters.length && at < mostPieces; at++) {
      this.term(`${characters[at] ?? ''}${characters[at + 1] ?? ''}`, KIND);
    }
  }

  /** Nothing where all that is said counts little. */
  keys(): Int32Array {
    this.join();
    const terms = [...this.byTerm].slice(0, mostKeys);
    const weight = terms.reduce((sum, [, w]) => sum + w, 0);
    const isSomething = terms.some(([term, w]) => w === STRONG || isAbout(term, w));
    if (!isSomething && weight <= KIND + WEAK - 1) return new Int32Array(0);
    return new Int32Array(new Set(terms.map(([term, w]) => hash(term, w)))).sort();
  }

  private join(): void {
    for (const [one, other, meant] of together) {
      if (!this.byTerm.has(` ${one}`) || !this.byTerm.has(` ${other}`)) continue;
      this.byTerm.delete(` ${one}`);
      this.byTerm.delete(` ${other}`);
      this.concept(conceptNamed(meant));
    }
    // "What is the song called" asks no more than "what song".
    if (this.byTerm.size > 1) this.byTerm.delete(' name');
  }
}

/** "game" alone asks which; "when" alone asks nothing. */
const isAbout = (term: string, weight: Weight): boolean =>
  weight === KIND && !(term.startsWith(' ') && askedFor.has(term.slice(1)));

/** FNV-1a; the two lowest bits hold the weight. */
function hash(term: string, weight: Weight): number {
  let value = 0x811c9dc5 | 0;
  for (let at = 0; at < term.length; at++) {
    value = Math.imul(value ^ term.charCodeAt(at), 0x01000193);
  }
  return (value & ~3) | weight;
}
