import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { askTheSame, likeness, questionKeys } from './question-keys.ts';

/** Each row asks one thing. */
const questions = [
  [
    'what song is this?',
    'song name pls',
    "what's the name of this song",
    '이 노래 제목이 뭐예요?',
    '브금 뭐임',
    '노래제목뭐예요',
  ],
  ['when does it start?', 'what time are you starting', '언제 시작해요?', '몇 시에 시작하나요'],
  ['when is the next stream?', 'next stream when', '다음 방송 언제예요?'],
  ['when does the stream end', 'how long will you stream today?', '언제까지 하시나요', '방종 언제'],
  ['what game is this?', 'what are you playing', '무슨 게임이에요?', '게임 이름 뭔가요'],
  ['which mouse do you use?', 'mouse?', '마우스 뭐 쓰세요?'],
  ['is this the last boss?', 'last boss yet?', 'is this the final boss', '마지막 보스인가요'],
  ['what is the cat called?', 'cat name?', '고양이 이름이 뭐예요?'],
  ['when is the race on Friday?', 'race on friday when'],
  ['난이도 뭐예요?', '이거 난이도 어떻게 되나요?', 'what difficulty is this'],
  ['¿qué canción es esta?', 'que musica es'],
] as const;

describe('the keys of a question', () => {
  test.each(questions.map((row) => [row[0], row]))(
    'are much the same in all words of: %s',
    (_, row) => {
      const [first, ...others] = row.map(questionKeys);
      for (const other of others) expect(askTheSame(first!, other)).toBe(true);
    },
  );

  test('keep different questions apart', () => {
    const firsts = questions.slice(0, -1).map(([text]) => questionKeys(text));
    for (const one of firsts) {
      for (const other of firsts) expect(askTheSame(one, other)).toBe(one === other);
    }
  });

  test.each([
    'what?',
    'why',
    'how are you?',
    'really?',
    "what's up chat",
    '뭐?',
    '진짜요?',
    '안녕하세요?',
    '?!',
    '',
  ])('are none where nothing is asked that could be answered: %s', (text) =>
    expect(questionKeys(text)).toHaveLength(0),
  );

  test('do not depend on names, case or drawn-out letters', () => {
    const plain = questionKeys('what is the best route here');
    expect(questionKeys('@ann WHAT is the best routeee here??')).toEqual(plain);
  });

  test('of any text are few, ascending and distinct, and the text is as alike as can be to itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const keys = questionKeys(text);
        expect(keys.length).toBeLessThanOrEqual(12);
        expect([...keys]).toEqual([...new Set(keys)].sort((a, b) => a - b));
        if (keys.length > 0) expect(likeness(keys, keys)).toBe(1_000);
      }),
    );
  });

  test('of a huge text cost no more than of its beginning', () => {
    const keys = questionKeys(`what sword is this ${'\u0301'.repeat(1_000_000)}`);
    expect(askTheSame(keys, questionKeys('what sword is this'))).toBe(true);
  });
});
