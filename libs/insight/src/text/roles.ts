/** What a word, phrase or emote does in a message. */
export const ROLES = [
  /** Says nothing here, and keeps the word from meaning something in another list. */
  'plain',
  /** A function word of its language. */
  'function',
  /** Approval, thanks, affection. */
  'praise',
  /** Excitement without an object; with one it is praise. */
  'hype',
  /** A friendly face: pleasant, but approves of nothing. */
  'joy',
  /** Disapproval, complaint. */
  'criticism',
  /** A question in form, a rebuke in fact: "who asked". */
  'retort',
  /** Names somebody something; toxic by its own figure. */
  'insult',
  /** Sadness, anger, disappointment without a target. */
  'upset',
  /** Swearing: toxic by its figure, negative only where nothing positive stands beside it. */
  'profanity',
  /** Tears and groans that also stand beside joy. */
  'tears',
  /** Lag, adverts, queues: praise beside them is meant ironically. */
  'trouble',
  /** Turns praise into its opposite: an eye-roll, "/s". */
  'irony',
  'laughter',
  'greeting',
  /** Turns what follows. */
  'negator',
  /** A negator that advises at the beginning of a clause: "don't". */
  'forbids',
  /** Turns what stands before it. */
  'undoer',
  'booster',
  'softener',
  /** "but": what follows counts, what came before counts half. */
  'contrast',
  /** Asks at the beginning of a clause. */
  'asks',
  /** Asks or exclaims: "how". */
  'exclaims',
  /** Asks wherever it stands. */
  'question',
  /** "is", "do": asks before a subject. */
  'auxiliary',
  'subject',
  /** Says that what follows is meant for somebody: "you are". */
  'address',
  /** Advises wherever it stands. */
  'advice',
  /** Advises at the beginning of a clause, before something. */
  'imperative',
  /** A verb of state, whose negation advises nothing: "don't know". */
  'stative',
  /** Stands before a clause without being part of it: "bro", "so". */
  'opener',
] as const;
export type Role = (typeof ROLES)[number];

/** The number of a role as it stands in the columns. */
export function roleNumber(role: Role): number {
  return ROLES.indexOf(role);
}
