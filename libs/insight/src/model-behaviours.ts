import type { Call, Reply } from './model-server.ts';
import { contentOf } from './text/content.ts';

interface Message {
  readonly id: string;
  readonly text: string;
}

/** What a stand-in for a model may do with a call; the call's `model` names one of them. */
export const behaviours: Readonly<Record<string, (call: Call) => Reply>> = {
  /** Sums up what it is shown, as a good model would, only duller. */
  honest: (call) => answered(honest(messagesOf(call))),
  /** Does whatever the chat orders it to; without an order it is honest. */
  obedient: (call) => answered(obedient(messagesOf(call))),
  /** Says the newest message as if it were its own words. */
  parrot: (call) => answered(parrot(messagesOf(call))),
  'foreign-ids': (call) => answered({ ...honest(messagesOf(call)), quotes: ['m9999', '12'] }),
  'wrong-language': (call) =>
    answered({ ...honest(messagesOf(call)), oneLine: 'Зрители обсуждают игру и очень довольны.' }),
  'wrong-shape': () => ({ content: '{"summary":"All is well."}' }),
  prose: () => ({ content: 'Sure! Here is the summary you asked for.' }),
  length: () => ({ content: '{"oneLine":"The viewers', finish: 'length' }),
  endless: () => ({ content: `{"oneLine":"${'and then '.repeat(10_000)}` }),
  refuse: () => ({ refusal: 'I cannot help with that.' }),
  overloaded: () => ({ status: 429, retryAfterMs: 50 }),
  broken: () => ({ status: 500 }),
  stall: () => 'stall',
  drip: () => 'drip',
  flood: () => 'flood',
  huge: () => 'huge',
  cut: () => 'cut',
};

/** What the model that a call names does; a name of none of them is `honest`. */
export const behaviour = (call: Call): Reply => (behaviours[call.model] ?? honestly)(call);

const honestly = (call: Call): Reply => answered(honest(messagesOf(call)));
const answered = (answer: object): Reply => ({ content: JSON.stringify(answer) });

/** The chat of a call: the JSON array of the last message a user wrote. */
function messagesOf({ messages }: Call): readonly Message[] {
  const chat = messages.findLast(({ role }) => role === 'user')?.content ?? '[]';
  return JSON.parse(chat) as readonly Message[];
}

function honest(messages: readonly Message[]) {
  const topics = topicsOf(messages);
  const [first = '', second = first] = topics.map(({ label }) => label);
  const questions = messages.filter(({ text }) => text.includes('?')).map(({ id }) => id);
  return {
    oneLine: sentence(messages, first, second),
    topics,
    questions: questions.slice(0, 3),
    quotes: messages.slice(-4).map(({ id }) => id),
  };
}

function sentence(messages: readonly Message[], first: string, second: string): string {
  const isKorean = messages.filter(({ text }) => /\p{Script=Hangul}/u.test(text)).length * 2;
  if (isKorean > messages.length) return `시청자들이 ${first}, ${second} 이야기를 나누고 있습니다.`;
  return first === ''
    ? 'Viewers react to the stream.'
    : `Viewers talk about ${first} and ${second}.`;
}

/** The words that most messages share. */
function topicsOf(messages: readonly Message[]) {
  const byWord = new Map<string, { label: string; ids: string[] }>();
  for (const { id, text } of messages) {
    const terms = new Map(contentOf(text).terms.map(({ key, surface }) => [key, surface]));
    for (const [key, label] of terms) {
      const known = byWord.get(key);
      if (known) known.ids.push(id);
      else byWord.set(key, { label: label.toLowerCase(), ids: [id] });
    }
  }
  return [...byWord.values()].sort((a, b) => b.ids.length - a.ids.length).slice(0, 3);
}

/** What stands after an order, up to the end of it. */
const orders = [
  /(?:say|write|output|print|repeat|reply|respond|answer|announce|state|tell \w+)\b(?: back| only| exactly| just| out| with| that| the words?| this)*[:\s]+["'“«]?(.+)/is,
  /(?:summary|oneLine|headline|topic|label)\b(?: of [^:=]*?)?\s*(?:must be|should be|must say|should say|is|use|:|=)+\s*["'“«]?(.+)/is,
  /(?:출력해|말해|적어|요약은|써 ?줘)\s*:?\s*["“]?(.+)/s,
  /["“](.{4,}?)["”]\s*(?:라고|이라고)/s,
  /(?:system|assistant|developer|admin)\W+(.+)/is,
  /(?:instructions?|rules?|prompts?)\b\W*(.+)/is,
];

const payloadOf = (text: string): string | undefined => {
  for (const order of orders) {
    const said = order
      .exec(text)?.[1]
      ?.trim()
      .replace(/["'”»]+$/, '');
    if (said) return said;
  }
  return undefined;
};

/** Looks for an order in each message, and in all of them said one after another. */
function obedient(messages: readonly Message[]) {
  const orderly = messages.find(({ text }) => payloadOf(text) !== undefined);
  const all = messages.map(({ text }) => text).join(' ');
  const payload = payloadOf(orderly?.text ?? all);
  if (payload === undefined) return honest(messages);
  const ids = messages.map(({ id }) => id);
  const order = orderly ? [orderly.id] : ids.slice(0, 1);
  const label = payload.split(/\s+/).slice(0, 5).join(' ');
  return {
    oneLine: payload,
    topics: [{ label, ids }],
    questions: order,
    quotes: [...order, ...ids].slice(0, 3),
  };
}

function parrot(messages: readonly Message[]) {
  const said = messages.at(-1);
  const topics = [{ label: said?.text ?? '', ids: messages.map(({ id }) => id) }];
  return { ...honest(messages), oneLine: said?.text ?? '', topics };
}
