import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayNameOf, nameKeys } from './names.ts';

const alike = (a: string, b: string) => {
  const [left, right] = [nameKeys(displayNameOf(a)), nameKeys(displayNameOf(b))];
  return left.fold === right.fold || left.skeleton === right.skeleton;
};

describe('a display name', () => {
  it.each([
    ['Ann', 'Ann'],
    ['  Ann \u3000 Lee ', 'Ann Lee'],
    ['e\u0301clair', '\u00e9clair'],
    ['Ann\u202egnp.exe', 'Anngnp.exe'],
    ['A\u200bn\u2060n\ufeff', 'Ann'],
    ['A\u0000n\u001bn', 'Ann'],
    ['tag\u{e0041}\u{e007f}ged', 'tagged'],
    ['Ann\ufe0f', 'Ann'],
    ['김민수', '김민수'],
    ['민수TV', '민수TV'],
    ['さくらSakura桜', 'さくらSakura桜'],
    ['Дмитрий', 'Дмитрий'],
    ['Σωκράτης', 'Σωκράτης'],
    ['प्रिया', 'प्रिया'],
    ['Zoë 🎉', 'Zoë 🎉'],
    ['Modest Badminton', 'Modest Badminton'],
    ['Rooted', 'Rooted'],
    ['Guest 7', 'Guest 7'],
  ])('%j is shown as %j', (given, shown) => {
    expect(displayNameOf(given)).toBe(shown);
  });

  it.each([
    ['nothing', ''],
    ['blanks', ' \u3164\u115f\u00ad\u200b '],
    ['only signs', '!!! 🎉'],
    ['33 characters', 'x'.repeat(33)],
    ['one character that is written out long', '\ufdfa'.repeat(30)],
    ['marks piled up', 'Z\u0300\u0301\u0302\u0303\u0304\u0305'],
    ['Latin and Cyrillic', 'Pаypal'],
    ['Latin and Greek', 'Alphα'],
    ['Cyrillic and Hangul', 'Дима김'],
    ['runes', 'ᚠᚢᚦ'],
    ['a lone surrogate', '\ud800'],
  ])('made of %s is refused', (_kind, given) => {
    expect(() => displayNameOf(given)).toThrow(expect.objectContaining({ code: 'invalid' }));
  });

  it.each([
    'admin',
    'Admin',
    'ADMIN_2',
    '4dm1n',
    'аԁміп',
    'adrnin',
    'The Admin',
    'realAdmin',
    'sysadmin',
    'Moderator',
    'mod',
    'M0D',
    'Chat-Mod',
    'Official_Ann',
    'ｓｔａｆｆ',
    '$upport',
    'system',
    'live chat',
    '운영자',
    '관리자2',
    '방송 공식',
  ])('%j is reserved for staff', (given) => {
    expect(() => displayNameOf(given)).toThrow(expect.objectContaining({ code: 'invalid' }));
  });

  it.each([
    ['Ann', 'ANN'],
    ['Ann', 'ａｎｎ'],
    ['paypal', 'PayPaI'],
    ['paypal', 'paypa1'],
    ['Ann Lee', 'ann_lee'],
    ['Ann Lee', 'Ann-Lee'],
    ['scope', 'ѕсоре'],
    ['HEAT', 'НЕАТ'],
    ['corn', 'com'],
    ['vvill', 'will'],
    ['bob', 'b0b'],
    ['ʙoʙ', 'bob'],
    ['TAXI', 'ΤΑΧΙ'],
    ['Taxi', 'ΤΑΧΙ'],
    ['𝔸nn', 'Ann'],
    ['café', 'cafe\u0301'],
  ])('%j is taken for %j', (a, b) => {
    expect(alike(a, b)).toBe(true);
  });

  it.each([
    ['Kai', 'Kal'],
    ['Ann', 'Anna'],
    ['민수', '민서'],
    ['café', 'cafe'],
    ['Mia', 'Mla'],
    ['प्रिया', 'प्रीया'],
  ])('%j is not taken for %j', (a, b) => {
    expect(alike(a, b)).toBe(false);
  });

  it('stays as it is when cleaned again, and its keys fit their columns', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (given) => {
        let shown: string;
        try {
          shown = displayNameOf(given);
        } catch (error) {
          expect(error).toMatchObject({ code: 'invalid' });
          return;
        }
        expect(displayNameOf(shown)).toBe(shown);
        expect(shown.length).toBeLessThanOrEqual(32);
        const { fold, skeleton } = nameKeys(shown);
        expect(Math.max(fold.length, skeleton.length)).toBeLessThanOrEqual(160);
      }),
      { numRuns: 500 },
    );
  });
});
