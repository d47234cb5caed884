import { spaced, wordsIn, type Evidence } from './model-evidence.ts';

const number = /\p{Nd}+(?:[.,:]\p{Nd}+)*/gu;
const inWords: Readonly<Record<string, string>> = {
  two: '2',
  three: '3',
  four: '4',
  five: '5',
  six: '6',
  seven: '7',
  eight: '8',
  nine: '9',
  ten: '10',
  eleven: '11',
  twelve: '12',
  dozen: '12',
  dozens: '12',
  twenty: '20',
  thirty: '30',
  forty: '40',
  fifty: '50',
  hundred: '100',
  hundreds: '100',
  thousand: '1000',
  thousands: '1000',
  million: '1000000',
  millions: '1000000',
};
const people =
  /(\p{Nd}[\p{Nd},.]*) (?:\p{L}+ )?(?:viewers?|chatters?|people|users?|persons?)\b|(\p{Nd}[\p{Nd},.]*)\s?명/giu;
const posts =
  /(\p{Nd}[\p{Nd},.]*) (?:\p{L}+ )?(?:messages?|comments?|posts?|lines?)\b|(?:메시지|채팅)\s?(\p{Nd}[\p{Nd},.]*)\s?개|(\p{Nd}[\p{Nd},.]*)\s?개의? ?(?:메시지|채팅)/giu;

/** Whether every number of a text, in digits or words, was said in the window or is what was counted. */
export function hasKnownNumbers(text: string, evidence: Evidence): boolean {
  const { counted, messages, words } = evidence;
  const digits = numbersIn(text);
  const spelled = wordsIn(text).filter((word) => Object.hasOwn(inWords, word));
  if (digits.length === 0 && spelled.length === 0) return true;
  const known = new Set(
    messages.flatMap(({ text: said, author }) => numbersIn(`${said} ${author.displayName}`)),
  );
  for (const count of [counted.messages, counted.chatters]) known.add(`${count}`);
  const isSpelled = (word: string) => words.has(word) || known.has(inWords[word] ?? '');
  return digits.every((digit) => known.has(digit)) && spelled.every(isSpelled);
}

/** Whether what is said of how many wrote, and how much, is what was counted, or what a chatter said. */
export function hasRightCounts(text: string, evidence: Evidence): boolean {
  const { messages, chatters } = evidence.counted;
  const isRight = (claim: RegExp, count: number): boolean =>
    [...text.matchAll(claim)].every(([all, ...groups]) => {
      const [claimed] = numbersIn(groups.join(''));
      return claimed === `${count}` || evidence.chattersOf(spaced(wordsIn(all))) > 0;
    });
  return isRight(people, chatters) && isRight(posts, messages);
}

/** Numbers in ASCII digits without signs between thousands. */
const numbersIn = (text: string): readonly string[] =>
  (text.normalize('NFKC').match(number) ?? []).map((digits) =>
    digits.replace(/[^.,:]/gu, digitOf).replace(/,(?=\d{3}(?!\d))/g, ''),
  );

/** Decimal digits stand ten in a row in every script, from a zero on. */
function digitOf(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  if (code < 0x80) return digit;
  let zero = code;
  while (zero > code - 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  return `${code - zero}`;
}
