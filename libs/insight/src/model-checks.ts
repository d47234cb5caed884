import { hasHidden, hasLink, hasMarkup, isOrder } from './hostile-text.ts';
import { keysOf, spaced, wordsIn, type Evidence } from './model-evidence.ts';
import { hasKnownNumbers, hasRightCounts } from './model-numbers.ts';
import { opensSentences } from './sentence-openings.ts';
import { analyze } from './text/analyze.ts';

/** What is wrong with words of the model's. */
export type Fault =
  | 'not_plain'
  | 'order'
  | 'toxic'
  | 'length'
  | 'number'
  | 'count'
  | 'name'
  | 'language'
  | 'mood'
  | 'copied'
  | 'unfounded';

const maxLine = 200;
const leastWords = 3;
const maxLabel = 60;
const mostLabelWords = 8;
/** Words in a row that nobody writes alike by chance. */
const copiedWords = 6;
const copiedFromUntrusted = 4;
/** What so many chatters said is the room's word, not one person's; for a label fewer do. */
const roomsWord = 3;
const labelsWord = 2;
/** In a room of fewer, everything is somebody's own word. */
const roomOf = 4;

/** A line of plain words: no link, markup or hidden character. */
const isPlain = (text: string): boolean =>
  text.trim() !== '' &&
  !hasHidden(text) &&
  !hasLink(text) &&
  !hasMarkup(text) &&
  !/[`{}|<>\\]/.test(text);

/**
 * Why a sentence of the model's may not be shown; undefined where it may: its numbers and names
 * occur in the window, it is in the window's language, its mood does not contradict the counts,
 * and it is not one chatter's own words, as those of a model that does what the chat orders
 * would be.
 */
export function faultOf(sentence: string, evidence: Evidence): Fault | undefined {
  const words = wordsIn(sentence).length;
  if (sentence.length > maxLine || words < leastWords) return 'length';
  return faultOfWords(sentence, roomsWord, evidence) ?? faultOfSentence(sentence, evidence);
}

/** The same for a topic's label; one or two words are often a chatter's own. */
export function faultOfLabel(label: string, evidence: Evidence): Fault | undefined {
  if (label.length > maxLabel || wordsIn(label).length > mostLabelWords) return 'length';
  return faultOfWords(label, labelsWord, evidence);
}

function faultOfWords(text: string, room: number, evidence: Evidence): Fault | undefined {
  if (!isPlain(text)) return 'not_plain';
  if (isOrder(text)) return 'order';
  if (analyze(text).toxicity >= 0.5) return 'toxic';
  if (!hasKnownNumbers(text, evidence)) return 'number';
  if (!hasRightCounts(text, evidence)) return 'count';
  if (!hasKnownNames(text, evidence)) return 'name';
  return isCopied(text, room, evidence) ? 'copied' : undefined;
}

function faultOfSentence(sentence: string, evidence: Evidence): Fault | undefined {
  if (!hasLanguage(sentence, evidence)) return 'language';
  if (!hasMood(sentence, evidence)) return 'mood';
  return founded(sentence, evidence) === 0 ? 'unfounded' : undefined;
}

/** Words with a capital that the window does not have; German writes every noun so. */
function hasKnownNames(text: string, { words }: Evidence): boolean {
  const { language } = analyze(text);
  if (language === 'de') return true;
  const opens = (word: string): boolean => language !== 'en' || opensSentences(word);
  const capitals = [...text.matchAll(/(?<![\p{L}\p{M}\p{N}'’])\p{Lu}[\p{L}\p{M}\p{N}]*/gu)];
  return capitals.every(({ 0: word, index }) => {
    const said = word.toLowerCase();
    const isFirst = /(?:^|[.!?]\s*)[^\p{L}\p{N}]*$/u.test(text.slice(0, index));
    return words.has(said) || word === 'I' || (isFirst && opens(said));
  });
}

const scripts = [
  /\p{Script=Latin}/gu,
  /\p{Script=Hangul}/gu,
  /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}/gu,
  /\p{Script=Cyrillic}/gu,
  /\p{Script=Arabic}/gu,
  /\p{Script=Devanagari}/gu,
] as const;

/**
 * Where seven in ten letters of the window are of one script, half of the sentence's are; where
 * seven in ten lines are of one language, the sentence is of no other.
 */
function hasLanguage(text: string, { messages, lines }: Evidence): boolean {
  const all = messages.map((message) => message.text).join(' ');
  const main = scripts.find((script) => shareOf(script, all) >= 0.7);
  if (main !== undefined && shareOf(main, text) < 1 / 2) return false;
  const language = commonest(lines.map((line) => line.analysis.language));
  const own = analyze(text).language;
  return language === undefined || own === 'und' || own === language;
}

/** The language of seven in ten lines whose language is known, where that is known of some. */
function commonest(languages: readonly string[]): string | undefined {
  const known = languages.filter((language) => language !== 'und');
  if (known.length < 5) return undefined;
  return known.find((one) => known.filter((other) => other === one).length >= known.length * 0.7);
}

function shareOf(script: RegExp, text: string): number {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  return letters === 0 ? 0 : (text.match(script)?.length ?? 0) / letters;
}

/** Words that say how the whole room feels, and words for what some do. */
const glad =
  /\b(?:positive|happy|happily|joy(?:ful|ous)?|cheerful|upbeat|delight(?:ed)?|thrilled|excited|hyped|enthusiastic|glad|wonderful|celebratory)\b|긍정|기뻐|기쁨|행복|신나|신이 나|들떠|들뜬/i;
const sad =
  /\b(?:negative|angry|angrily|anger|furious|upset|sad|gloomy|hostile|disappointed|frustrated|annoyed|outraged|toxic)\b|부정|화나|화가|분노|실망|슬퍼|슬픔|짜증/i;
const praising =
  /\b(?:prais\w+|loves?|loved|loving|enjoy\w*|celebrat\w+|cheer(?:s|ed|ing)?|admir\w+|compliment\w*)\b|칭찬|환호|즐기|즐겼/i;
const blaming =
  /\b(?:complain\w*|critici\w+|hates?|hated|hating|mock\w*|insult\w*|rag(?:e|es|ing)|boo(?:s|ed|ing)|blam\w+)\b|비난|불평|불만|욕하/i;
/** A sentence of prose is more than a chat's words: only where it is this sure is the engine asked. */
const sure = 0.95;

/** What is said of the mood needs lines of that mood; of the whole room's, at least half as many as against it. */
function hasMood(text: string, { lines }: Evidence): boolean {
  const count = (one: string) => lines.filter((line) => line.analysis.sentiment === one).length;
  const good = count('positive');
  const bad = count('negative');
  const { sentiment, score } = analyze(text);
  const isSure = Math.abs(score) >= sure;
  const isGlad = glad.test(text) || (isSure && sentiment === 'positive');
  const isSad = sad.test(text) || (isSure && sentiment === 'negative');
  const fits = (agreeing: number, against: number): boolean =>
    agreeing > 0 && (against < 3 || 2 * agreeing >= against);
  if (isGlad !== isSad && !(isGlad ? fits(good, bad) : fits(bad, good))) return false;
  return (good > 0 || !praising.test(text)) && (bad > 0 || !blaming.test(text));
}

/**
 * How much of a sentence's telling words (of Korean: pairs of syllables) the window has, 0…1; 1
 * where there are too few to tell. Below 0.17 three in four sentences are about something else,
 * measured on dialogues.
 */
export function founded(sentence: string, { told, strung }: Evidence): number {
  const keys = new Set(keysOf(sentence));
  if (keys.size < leastWords) return 1;
  const isFound = (key: string): boolean =>
    told.has(key) ||
    (/\p{Script=Hangul}/u.test(key) && pairsOf(key).some((pair) => strung.includes(pair)));
  return [...keys].filter(isFound).length / keys.size;
}

const pairsOf = (word: string): readonly string[] =>
  Array.from({ length: Math.max(0, word.length - 1) }, (_, i) => word.slice(i, i + 2));

/** Whether the words come from a line that is not trusted, or are of fewer chatters than a room. */
function isCopied(text: string, room: number, evidence: Evidence): boolean {
  const words = wordsIn(text);
  if (keysOf(text).some((key) => evidence.suspect.has(key))) return true;
  const isOrdered = runsOf(words, copiedFromUntrusted).some((run) =>
    evidence.untrusted.some((said) => said.includes(run)),
  );
  if (isOrdered) return true;
  if (words.length === 1 && evidence.counted.chatters < roomOf) return false;
  return runsOf(words, copiedWords).some(
    (run) => evidence.strung.includes(run) && evidence.chattersOf(run) < room,
  );
}

/** Every run of `length` words; all the words where there are no more. */
function runsOf(words: readonly string[], length: number): readonly string[] {
  const size = Math.min(length, words.length);
  const starts = Array.from({ length: words.length - size + 1 }, (_, i) => i);
  return starts.map((start) => spaced(words.slice(start, start + size)));
}
