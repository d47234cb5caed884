import { defaultRules, type Rules } from '@livechat/contracts';
import { expect, test } from 'vitest';
import { hasBlockedWord, sameness, violation } from './rules.ts';

const now = 1_000_000;
const verdict = (rules: Partial<Rules>, text: string, kind: 'member' | 'guest' = 'member') => {
  const error = violation({ ...defaultRules, ...rules }, { text, kind, now });
  return error && [error.code, error.details.rule].filter(Boolean).join(':');
};

test.each<[string, Partial<Rules>, string, string | undefined]>([
  ['no rule', {}, 'hello', undefined],
  ['emoji only: emoji', { emojiOnly: true }, '🔥 ❤️ 👨‍👩‍👧 1️⃣', undefined],
  ['emoji only: words', { emojiOnly: true }, '🔥 hot', 'rules:emojiOnly'],
  ['emoji only: digits', { emojiOnly: true }, '123', 'rules:emojiOnly'],
  ['caps: shouting', { caps: true }, 'WHY IS NOBODY TALKING', 'rules:caps'],
  ['caps: a short cheer', { caps: true }, 'LET’S GO', undefined],
  ['caps: Korean has none', { caps: true }, '오늘 방송 정말 재미있어요', undefined],
  ['lockdown in force', { lockdownUntil: now + 1 }, 'x', 'rules:lockdown'],
  ['lockdown over', { lockdownUntil: now }, 'x', undefined],
  ['a blocked word', { blockedWords: ['spoiler'] }, 'big SPOILER ahead', 'blocked_words'],
])('%s', (_, rules, text, expected) => expect(verdict(rules, text)).toBe(expected));

test('guests are refused where the stream does not take them', () => {
  expect(verdict({ guestsMayChat: false }, 'x', 'guest')).toBe('rules:guests');
  expect(verdict({ guestsMayChat: false }, 'x', 'member')).toBeUndefined();
});

test.each([
  ['ass', 'a classic pass', false],
  ['ass', 'what an ass!', true],
  ['bad phrase', 'such a Bad  phrase', false],
  ['bad phrase', 'such a Bad phrase', true],
  ['나쁜', '아주나쁜말', true],
  ['ＷＩＤＥ', 'wide', true],
])('blocking %s in “%s”', (word, text, blocked) =>
  expect(hasBlockedWord(text, [word])).toBe(blocked),
);

test('a text repeats another whatever its case, stretch or spacing', () => {
  expect(sameness('SOOO  good!!!')).toBe(sameness('so good!'));
  expect(sameness('so good')).not.toBe(sameness('so bad'));
});
