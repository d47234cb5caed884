import { hasHidden, hasLink, hasMarkup, isHostile, isOrder } from './hostile-text.ts';
import type { Line, SummaryMessage } from './offline-summary-window.ts';
import { remembered } from './remembered.ts';

/** A quote and a topic's words come from lines up to that many UTF-16 units. */
const LONGEST = 200;
const TOXIC = 0.5;
/** Messages of one chatter that may make up an order. */
const PIECE = 8;

const isHostileText = remembered(isHostile);

/** Whether a line may be shown in a summary and name its topics: trusted, short, and no insult. */
export const isPresentable = ({ text, analysis, isTrusted }: Line): boolean =>
  text.length <= LONGEST && analysis.toxicity < TOXIC && isTrusted;

/** The messages that a chatter meant for the room; an order in pieces is one as well. */
export function trustedOf<M extends SummaryMessage>(messages: readonly M[]): ReadonlySet<M> {
  const trusted = new Set<M>();
  for (const own of byChatter(messages)) {
    const plain = isPlainName(own[0]?.author.displayName ?? '')
      ? own.filter(({ text }) => !isHostileText(text))
      : [];
    const ordered = new Set(pieces(plain).filter(isOneOrder).flat());
    for (const message of plain) if (!ordered.has(message)) trusted.add(message);
  }
  return trusted;
}

const isOneOrder = (piece: readonly SummaryMessage[]): boolean =>
  piece.length > 1 && isOrder(piece.map(({ text }) => text).join(' '));

/** Messages that follow each other, so many at a time, each piece half over the next. */
const pieces = <M>(messages: readonly M[]): readonly (readonly M[])[] =>
  Array.from({ length: Math.max(1, Math.ceil(messages.length / (PIECE / 2)) - 1) }, (_, i) =>
    messages.slice((i * PIECE) / 2, (i * PIECE) / 2 + PIECE),
  );

function byChatter<M extends SummaryMessage>(messages: readonly M[]): Iterable<readonly M[]> {
  const chatters = new Map<string, M[]>();
  for (const message of messages) {
    const own = chatters.get(message.author.id);
    if (own) own.push(message);
    else chatters.set(message.author.id, [message]);
  }
  return chatters.values();
}

const isPlainName = (name: string): boolean =>
  !hasHidden(name) && !hasMarkup(name) && !hasLink(name);
