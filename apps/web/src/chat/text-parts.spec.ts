import { describe, expect, it } from 'vitest';
import { textParts } from './text-parts.ts';

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
});
