import { analyze } from './text/analyze.ts';
import type { SummaryMessage } from './offline-summary.ts';

/** A message of a test window: who says what. */
export type Said = readonly [chatter: string, text: string];

/** Messages of a window, one a second from offset 100 on. */
export function windowOf(said: readonly Said[]): SummaryMessage[] {
  return said.map(([chatter, text], at) => ({
    offset: 100 + at,
    at: 1_700_000_000_000 + at * 1_000,
    author: { id: `id-${chatter}`, displayName: chatter },
    text,
    analysis: analyze(text),
  }));
}

/** A sequence of numbers 0…1 that is the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Small talk of a chat, without a subject of its own. */
const SMALL_TALK = [
  'hello everyone',
  'nice one',
  'KEKW',
  'lol',
  'gg',
  'what a play',
  'so good',
  'W',
  '😂😂',
  'hi chat',
  'love this',
  'POGGERS',
  'no way',
  'that was close',
  'let him cook',
  'ㅋㅋㅋㅋ',
  'who is winning?',
  'first time here',
  'ez',
  'sadge',
  'unlucky',
  'clean',
  'how is everyone',
  'back again',
  '🔥',
  'that was so funny',
  'i just got home',
];
/** Subjects and ways to speak of them. */
const SUBJECTS = [
  [
    'kraken',
    [
      'the kraken is next',
      'is the kraken hard',
      'kraken time',
      'i hate the kraken',
      'bring bombs for the kraken',
      'kraken fight soon',
      'can he beat the kraken today',
    ],
  ],
  [
    'keyboard',
    [
      'which keyboard is that',
      'that keyboard sounds loud',
      'new keyboard looks neat',
      'keyboard link please',
      'my keyboard broke last week',
      'he got a new keyboard',
    ],
  ],
  [
    'tournament',
    [
      'when is the tournament',
      'tournament starts at nine',
      'is he in the tournament',
      'tournament prize is huge',
      'watch the tournament on sunday',
      'the tournament bracket looks hard',
    ],
  ],
  [
    '보스',
    [
      '보스 언제 나와요',
      '보스가 너무 세요',
      '보스 패턴 어렵다',
      '이번 보스는 처음 봄',
      '보스를 잡아야 돼',
      '보스 체력 얼마예요',
    ],
  ],
] as const;

/** A window of small talk with one subject planted into that share of it, from as many chatters. */
export function plantedWindow(seed: number, share: number, size = 100) {
  const random = randomFrom(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const [subject, ways] = pick(SUBJECTS);
  const planted = new Set<number>();
  while (planted.size < size * share) planted.add(Math.floor(random() * size));
  const said = Array.from({ length: size }, (_, at): Said => {
    const chatter = planted.has(at) ? `fan${at}` : `viewer${Math.floor(random() * 40)}`;
    return [chatter, planted.has(at) ? pick(ways) : pick(SMALL_TALK)];
  });
  return { subject, messages: windowOf(said) };
}
