import type { RawChat, TextAnalysis } from '@livechat/contracts';
import { questionKeys } from './question-keys.ts';

type Posted = Extract<RawChat, { type: 'message.posted' }>;

/** What a message asks, and how. */
export interface Asking {
  /** See `questionKeys`. */
  readonly keys: Int32Array;
  /** How much one asker counts for the rank: 4, or less for what is loaded or asked of one person. */
  readonly weight: number;
  /** How well it would stand for all who ask the same, 0 to 15. */
  readonly clarity: number;
}

const fullWeight = 4;
const longest = 300;
const toxicFrom = 0.5;

const bot = /^(?:.*bot[-_ ]?\d*|streamelements|streamlabs|soundalerts)$/i;
const command = /^\s*[!/]\p{L}/u;
const link =
  /https?:|www\.|\b[a-z0-9-]+\.(?:com|net|org|gg|tv|io|xyz|ru|link|me|co|kr|shop|store|ly)\b/i;
const advert =
  /\b(?:buy|cheap|free|best|want)\b.{0,30}\b(?:followers|viewers|subscribers|views)\b|\b(?:promo|discount|coupon) code\b|\b(?:check|visit) (?:out )?my\b|\bsub(?:scribe)? to my\b|(?:시청자|팔로워|조회수).{0,10}(?:판매|늘려)/i;
/** It wants no answer. */
const rhetorical =
  /\b(?:who (?:cares|asked)|why (?:would|do) (?:any|some|every)(?:one|body)|how (?:is|are|can) (?:this|that|it|people|you|he|she) (?:even|so|still|legal|real|allowed)|is this (?:a joke|real|even)|are you (?:serious|kidding|blind|dumb|stupid|high)|what(?:'?s| is) wrong with|isn'?t (?:it|that|he|she)\?|right\?$|can you not\b|do you even|mods? a?sle+p)|(?:미쳤|제정신|장난|실화|말이 되|어쩌라고|누가 물어|왜 저래|왜저래|뭐하냐|실력이)/i;
/** A sign or word of a question. */
const mark = /[?？]/;
const questionWord =
  /\b(?:what|whats|when|where|who|which|why|how|any)\b|^(?:\W*(?:hey|hi|so|and|but|or|ok|well|guys|chat|wait|btw)\b)*\W*(?:is|are|do|does|did|can|could|will|would|have|has|should|was|am)\b|뭐|무슨|언제|어디|누구|누가|왜|몇|어떻게|어떤|\S(?:나요|까요|가요|나여|되나|하나|있나|을까|는지|은가|인가|냐)(?=$|[\s.!~ㅋㅎ])|좀요?$/i;
/** Languages whose questions show by a sign or a word. */
const plain = new Set(['en', 'ko', 'und']);
/** To somebody by name: "@name", or "name:" before the question. */
const toOne = /(?:^|\s)@[\p{L}\p{N}_]|^\s*[\p{L}\p{N}_-]{3,}\s*:\s|^\s*\p{L}+[-_]\d{2,}\b/u;

/**
 * What a message that the text engine takes for a question asks; undefined for what no broadcaster would answer: a
 * bot's line or an order to one, an advert, what asks nothing in particular, and the broadcaster's own questions.
 */
export function askingOf(message: Posted, said: TextAnalysis): Asking | undefined {
  const { text } = message;
  if (said.category !== 'question' || isNobodysQuestion(message)) return undefined;
  if (plain.has(said.language) && !mark.test(text) && !questionWord.test(text)) return undefined;
  const keys = questionKeys(text);
  return keys.length === 0 ? undefined : asked(message, said, keys);
}

function isNobodysQuestion({ text, author }: Posted): boolean {
  return (
    text.length > longest ||
    author.role === 'broadcaster' ||
    bot.test(author.displayName) ||
    [command, link, advert].some((pattern) => pattern.test(text))
  );
}

function asked(message: Posted, said: TextAnalysis, keys: Int32Array): Asking {
  const { text } = message;
  const isToOne = message.replyTo !== undefined || toOne.test(text);
  const isLoaded = said.sentiment === 'negative' || rhetorical.test(text);
  const isToxic = said.toxicity >= toxicFrom;
  return {
    keys,
    weight: isToxic ? 1 : fullWeight >> (Number(isToOne) + Number(isLoaded)),
    clarity: isToxic ? 0 : clarity(text, isToOne || isLoaded),
  };
}

function clarity(text: string, isBeside: boolean): number {
  const words = text.trim().split(/\s+/).length;
  const letters = text.replace(/[^A-Za-z]/g, '');
  const isShouted = letters.length > 4 && letters === letters.toUpperCase();
  return (
    (mark.test(text) ? 4 : 0) +
    (questionWord.test(text) ? 3 : 0) +
    (words < 2 || words > 25 ? 0 : words < 3 || words > 12 ? 1 : 3) +
    (isShouted || /(.)\1{3,}/u.test(text) ? 0 : 1) +
    (isBeside ? 0 : 4)
  );
}
