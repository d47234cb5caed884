import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addresses, textParts } from './text-parts.ts';

const links = (text: string) =>
  textParts(text)
    .filter(({ kind }) => kind === 'link')
    .map(({ href }) => href);

describe('parts of a message', () => {
  it.each([
    ['see https://example.org/a?b=1.', ['https://example.org/a?b=1']],
    ['(http://example.org)', ['http://example.org/']],
    ['wiki https://example.org/a_(b)', ['https://example.org/a_(b)']],
    ['two https://a.example, https://b.example!', ['https://a.example/', 'https://b.example/']],
    ['javascript:alert(1)', []],
    ['data:text/html,x', []],
    ['https://user:pw@example.org', []],
    ['https://', []],
    ['example.org without a scheme', []],
    ['https://example.org/"onmouseover="x', ['https://example.org/']],
    ['https://example.org/<b>', ['https://example.org/']],
    ['HTTPS://Example.ORG/Path', ['https://example.org/Path']],
    [
      'https://xn--80ak6aa92e.com and https://аррӏе.com',
      ['https://xn--80ak6aa92e.com/', 'https://xn--80ak6aa92e.com/'],
    ],
    ['보기: https://example.org/가나다。', ['https://example.org/%EA%B0%80%EB%82%98%EB%8B%A4']],
    ['https://a.example/x)y', ['https://a.example/x)y']],
  ])('finds in %s the links %o', (text, expected) => {
    expect(links(text)).toEqual(expected);
  });

  it.each(['plain', '@ann hi https://a.example/x', 'https://a.example', '안녕 @친구', ''])(
    'joined are the text again: %s',
    (text) => {
      expect(
        textParts(text)
          .map((part) => part.text)
          .join(''),
      ).toBe(text);
    },
  );

  it('knows who is addressed', () => {
    expect(textParts('hey @ann_1, look')).toEqual([
      { kind: 'text', text: 'hey ' },
      { kind: 'mention', text: '@ann_1' },
      { kind: 'text', text: ', look' },
    ]);
  });

  it('are never anything but text and links to the web, whatever is written', () => {
    const hostile = fc.array(
      fc.oneof(
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom(
          'https://',
          'http://a.b',
          'javascript:',
          '<script>',
          '"',
          "'",
          '@',
          ')',
          '(',
        ),
      ),
    );
    fc.assert(
      fc.property(hostile, (pieces) => {
        const text = pieces.join('').replace(/[\u200b-\u206f\ufeff]/gu, '');
        const parts = textParts(text);
        expect(parts.map((part) => part.text).join('')).toBe(text);
        for (const { kind, href } of parts) {
          if (kind === 'link') expect(href).toMatch(/^https?:\/\/[^@]*/);
          else expect(href).toBeUndefined();
        }
      }),
    );
  });

  it('leave out what turns a line around', () => {
    expect(textParts('a\u202eb\u2066c')).toEqual([{ kind: 'text', text: 'abc' }]);
  });

  it('take a mail address for no mention', () => {
    expect(textParts('ann@example.org')).toEqual([{ kind: 'text', text: 'ann@example.org' }]);
  });
});

describe('being addressed', () => {
  it.each([
    ['hey @Ann', 'ann', true],
    ['@Ann Lee, look', 'Ann Lee', true],
    ['@anna', 'ann', false],
    ['ann', 'ann', false],
    ['@친구야', '친구', false],
    ['@ann', undefined, false],
  ])('%s to %s: %s', (text, name, expected) => {
    expect(addresses(text, name)).toBe(expected);
  });
});
