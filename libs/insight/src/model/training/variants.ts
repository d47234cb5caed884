import type { Line } from '../lines.ts';
import type { Example } from './tables.ts';

const EMOTES: Readonly<Record<string, readonly string[]>> = {
  praise: ['PogChamp', '❤️', 'Clap', '🔥'],
  laughter: ['KEKW', '😂', 'LUL', '🤣'],
  criticism: ['ResidentSleeper', '👎', 'WeirdChamp', '🤡'],
};

/**
 * The same lines typed otherwise: in capitals, without capitals, a letter drawn out, an emote of their kind behind
 * them, laughter beside them. They teach what a spelling does not change; they are never held out.
 */
export function variantsOf(examples: readonly Example[]): Example[] {
  return examples.flatMap((example, at) => {
    const { line, text } = example;
    if (line === undefined) return [];
    const spellings = new Set([
      capitals(text),
      text.toLowerCase(),
      elongated(text),
      withEmote(text, line.category, at),
      amidLaughter(line, at),
    ]);
    spellings.delete(text);
    return [...spellings].map((spelling) => ({ ...example, text: spelling, source: 'variants' }));
  });
}

const LAUGHTER = ['lol', 'haha', '😂', 'KEKW', 'lmao', 'xD'];
const KOREAN_LAUGHTER = ['ㅋㅋ', 'ㅋㅋㅋㅋ', 'ㅎㅎ'];

/** Who laughs beside a question, advice, blame or praise still asks, advises, blames or praises. */
function amidLaughter({ text, category, language }: Line, at: number): string {
  if (!/question|advice|criticism|praise/.test(category)) return text;
  const laughs = language === 'ko' ? KOREAN_LAUGHTER : LAUGHTER;
  const laugh = laughs[at % laughs.length]!;
  return at % 2 === 0 ? `${laugh} ${text}` : `${text} ${laugh}`;
}

/** Emotes keep their own capitals, so lines that may hold one are left alone. */
function capitals(text: string): string {
  return /[a-z][A-Z]|[A-Z]{2}|https?:|[!/@]\w/.test(text) ? text : text.toUpperCase();
}

/** "so good" becomes "so gooooood": the last vowel of the last word of three letters or more. */
function elongated(text: string): string {
  return text.replace(/^([a-z' ]*[a-z])([aeiou])([a-z]?)$/, '$1$2$2$2$2$2$3');
}

function withEmote(text: string, category: string, at: number): string {
  const emotes = EMOTES[category];
  return emotes === undefined ? text : `${text} ${emotes[at % emotes.length]!}`;
}
