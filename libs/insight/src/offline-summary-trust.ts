import type { Line } from './offline-summary-window.ts';

/** A quote and a topic's words come from lines up to that many UTF-16 units. */
const LONGEST = 200;
const TOXIC = 0.5;
/** Tags, links in markup, code, headings, table and quote signs at the beginning. */
const MARKUP = /<\/?[a-z!]|\]\(|```|^\s*(?:#{1,6}\s|>\s|\|)|\*\*|__/i;
const BARE_LINK =
  /(?:https?:|www\.|\b[a-z0-9-]+\.(?:com|net|org|gg|tv|io|xyz|ru|link|me|co|kr|shop)\b)/i;
/** Lines made to look like the system's. */
const FAKE_SYSTEM =
  /^\W*(?:system|assistant|developer|admin|moderator|user|ai|bot|instructions?|시스템|관리자|운영자|어시스턴트)\W*[:>\]|]|["'](?:role|content)["']\s*:/i;
/** Orders to whoever sums up. */
const ORDER =
  /\b(?:ignore|disregard|forget|override)\b[^.!?]{0,40}\b(?:previous|above|prior|earlier|instructions?|prompts?|rules?)\b|\b(?:summary|summari[sz]e|summari[sz]er|summari[sz]ing)\b|\bnew instructions?\b|(?:이전|위의|앞의|모든)[^.!?]{0,20}(?:지시|명령|프롬프트|규칙)|요약/i;
const INVISIBLE = /[\u0000-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/;

/** Whether a line may be shown in a summary and name its topics: no link, markup, insult, order or posing as the system. */
export function isPresentable(line: Line): boolean {
  const { text, content, analysis } = line;
  return (
    text.length <= LONGEST &&
    analysis.toxicity < TOXIC &&
    !content.hasLink &&
    ![MARKUP, BARE_LINK, FAKE_SYSTEM, ORDER, INVISIBLE].some((pattern) => pattern.test(text))
  );
}
