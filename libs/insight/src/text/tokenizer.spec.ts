import { describe, expect, it } from 'vitest';
import * as tokens from './tokens.ts';
import { Tokenizer } from './tokenizer.ts';

const names = new Map<number, string>(
  Object.entries(tokens).flatMap(([name, value]) =>
    typeof value === 'number' &&
    /^(?:WORD|NUMBER|EMO|SYLL|JAMOS|CLAUSE|MENTION|LINK|SPACED)/.test(name)
      ? [[value, name] as const]
      : [],
  ),
);
const tokenizer = new Tokenizer();

function pieces(text: string): string[] {
  const read = tokenizer.read(text);
  return Array.from({ length: read.count }, (_, row) => {
    const piece = text.slice(read.start[row], read.end[row]);
    return `${names.get(read.kind[row] ?? 0) ?? ''} ${piece}`;
  });
}

describe('Tokenizer', () => {
  it.each<[string, string[]]>([
    ["don't stop", ["WORD don't", 'WORD stop']],
    ["c'est l'heure", ['WORD c', 'WORD est', 'WORD l', 'WORD heure']],
    ['6-0, n00b', ['NUMBER 6', 'NUMBER 0', 'CLAUSE_END ,', 'WORD n00b']],
    ['hi @some_one: yes', ['WORD hi', 'MENTION @some_one', 'CLAUSE_END :', 'WORD yes']],
    ['see https://example.org/a?b now', ['WORD see', 'LINK https://example.org/a?b', 'WORD now']],
    ['wow :-)) <3', ['WORD wow', 'EMOTICON :-))', 'EMOTICON <3']],
    ['10:30', ['NUMBER 10', 'CLAUSE_END :', 'NUMBER 30']],
    ['😂😂🔥', ['EMOJI 😂😂', 'EMOJI 🔥']],
    ['❤️👍🏽', ['EMOJI ❤', 'EMOJI 👍']],
    ['노잼ㅋㅋㅠㅠ', ['SYLLABLES 노잼', 'JAMOS ㅋㅋ', 'JAMOS ㅠㅠ']],
    ['시1발', ['SYLLABLES 시1발']],
    ['3시 30분', ['NUMBER 3', 'SYLLABLES 시', 'NUMBER 30', 'SYLLABLES 분']],
    ['f*ck it', ['WORD f*ck', 'WORD it']],
    ['b a d x', ['WORD b', 'WORD a', 'WORD d', 'WORD x', 'SPACED ']],
    ['W W W W', ['WORD W', 'WORD W', 'WORD W', 'WORD W']],
  ])('cuts "%s"', (text, expected) => {
    expect(pieces(text)).toEqual(expected);
  });

  it('hashes a word by its letters, not by case, accents or width', () => {
    const hashes = ['Fútbol', 'futbol', 'FUTBOL', 'ｆｕｔｂｏｌ', 'fu\u0301tbol'].map(
      (word) => tokenizer.read(word).hash[0],
    );
    expect(new Set(hashes).size).toBe(1);
  });

  it('knows an order to a bot from an exclamation', () => {
    expect(tokenizer.read('!song').isCommand).toBe(true);
    expect(tokenizer.read('  /mods').isCommand).toBe(true);
    expect(tokenizer.read('!!!').isCommand).toBe(false);
    expect(tokenizer.read('/me dances').isCommand).toBe(false);
  });
});
