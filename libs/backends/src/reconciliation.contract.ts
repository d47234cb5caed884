import type { EventOf, LogEvent } from '@livechat/contracts';
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { DifferenceKind } from './stream-differences.ts';
import { reconcile, type Reconciliation } from './reconciliation.ts';
import {
  chat,
  cover,
  plan,
  write,
  type Chat,
  type Plan,
  type PlantedStores,
} from './reconciliation.fixture.ts';

interface Planting {
  /** What is done to a stream that was in order. */
  readonly name: string;
  readonly isErased?: boolean;
  readonly plant: (plan: Plan, chat: Chat) => void;
  /** All that has to be found then, and where. */
  readonly found: (chat: Chat) => readonly (readonly [DifferenceKind, number | undefined])[];
}

const epoch = 1;

/** The n-th message of the chat, from 0, is the event after the stream's start. */
const messageAt = (chat: Chat, n: number): number => chat.messages[n]?.offset ?? -1;

function change(plan: Plan, offset: number, to: (event: LogEvent) => LogEvent): void {
  plan.events = plan.events.map((row) =>
    row.key === offset ? { ...row, value: to(row.value) } : row,
  );
}

function changeMessage(
  plan: Plan,
  chat: Chat,
  to: (message: EventOf<'message.posted'>) => LogEvent,
): void {
  change(plan, messageAt(chat, 2), (e) => (e.type === 'message.posted' ? to(e) : e));
}

/** A further row, like an old one but elsewhere. */
function add(plan: Plan, offset: number, like: LogEvent | undefined): void {
  const [row] = plan.events;
  if (!row || !like) throw new Error('The plan has no such row');
  plan.events.push({ ...row, key: offset, ordinal: 99, value: { ...like, offset } });
}

const drop = (plan: Plan, offset: number): void => {
  plan.events = plan.events.filter(({ key }) => key !== offset);
};

const blank = (plan: Plan, but = -1): void => {
  for (const { key } of plan.events.filter((row) => row.key !== but)) {
    change(plan, key, (e) =>
      e.type === 'message.posted'
        ? { ...e, text: '', author: { ...e.author, displayName: '' } }
        : e,
    );
  }
};

const plantings: readonly Planting[] = [
  {
    name: 'nothing',
    plant: () => {},
    found: () => [],
  },
  {
    name: 'a record that never came to the archive',
    plant: (plan, chat) => drop(plan, messageAt(chat, 3)),
    found: (chat) => [['missing in the archive', messageAt(chat, 3)]],
  },
  {
    name: 'an event nobody accepted',
    plant: (plan, chat) => add(plan, chat.nothing.offset, plan.events[0]?.value),
    found: (chat) => [['archived, but not in the log', chat.nothing.offset]],
  },
  {
    name: 'a copy that was archived',
    plant: (plan, chat) => add(plan, chat.copy.offset, plan.events[2]?.value),
    found: (chat) => [['archived, though void', chat.copy.offset]],
  },
  {
    name: 'a message of a banned chatter that was archived',
    plant: (plan, chat) => add(plan, chat.banned.offset, plan.events[2]?.value),
    found: (chat) => [['archived, though void', chat.banned.offset]],
  },
  {
    name: 'another id',
    plant: (plan, chat) => changeMessage(plan, chat, (e) => ({ ...e, id: randomUUID() })),
    found: (chat) => [['different id', messageAt(chat, 2)]],
  },
  {
    name: 'another author',
    plant: (plan, chat) =>
      changeMessage(plan, chat, (e) => ({ ...e, author: { ...e.author, id: 'another' } })),
    found: (chat) => [['different author', messageAt(chat, 2)]],
  },
  {
    name: 'another text',
    plant: (plan, chat) => changeMessage(plan, chat, (e) => ({ ...e, text: `${e.text}!` })),
    found: (chat) => [['different text', messageAt(chat, 2)]],
  },
  {
    name: 'a text blanked although its author was not erased',
    plant: (plan, chat) => changeMessage(plan, chat, (e) => ({ ...e, text: '' })),
    found: (chat) => [['different text', messageAt(chat, 2)]],
  },
  {
    name: 'another role of the author',
    plant: (plan, chat) =>
      changeMessage(plan, chat, (e) => ({ ...e, author: { ...e.author, role: 'moderator' } })),
    found: (chat) => [['different content', messageAt(chat, 2)]],
  },
  {
    name: 'another time',
    plant: (plan, chat) => changeMessage(plan, chat, (e) => ({ ...e, at: e.at + 1 })),
    found: (chat) => [['different time', messageAt(chat, 2)]],
  },
  {
    name: 'a link of the chain that points too far back',
    plant: (plan, chat) => changeMessage(plan, chat, (e) => ({ ...e, prev: messageAt(chat, 0) })),
    found: (chat) => [['wrong prev', messageAt(chat, 2)]],
  },
  {
    name: 'a first event that is said to follow another',
    plant: (plan, chat) =>
      change(plan, chat.counted[0]?.at.offset ?? -1, (e) => ({ ...e, prev: null })),
    found: (chat) => [['wrong prev', chat.counted[0]?.at.offset]],
  },
  {
    name: 'a count of the archiver that is one too high',
    plant: (plan) => plan.count++,
    found: () => [['wrong ordinals', undefined]],
  },
  {
    name: 'a removal nobody ordered',
    plant: (plan, chat) => {
      const removal = plan.events.find(({ key }) => key === chat.removal.offset)?.value;
      if (removal?.type !== 'message.removed') return;
      const target = { ...removal.target, offset: messageAt(chat, 4) };
      add(plan, chat.nothing.offset, { ...removal, target });
    },
    found: (chat) => [
      ['archived, but not in the log', chat.nothing.offset],
      ['hidden, though not removed', messageAt(chat, 4)],
    ],
  },
  {
    name: 'a removal that never came to the archive',
    plant: (plan, chat) => drop(plan, chat.removal.offset),
    found: (chat) => [
      ['missing in the archive', chat.removal.offset],
      ['shown, though removed', messageAt(chat, 0)],
    ],
  },
  {
    name: 'an erasure that was carried out',
    isErased: true,
    plant: (plan) => blank(plan),
    found: () => [],
  },
  {
    name: 'an erasure that left out a message',
    isErased: true,
    plant: (plan, chat) => blank(plan, messageAt(chat, 3)),
    found: (chat) => [['text kept after its erasure', messageAt(chat, 3)]],
  },
  {
    name: 'a message without a label',
    plant: (plan, chat) => {
      plan.labels = plan.labels.filter((offset) => offset !== messageAt(chat, 2));
    },
    found: (chat) => [['missing label', messageAt(chat, 2)]],
  },
  {
    name: 'a label of a removal',
    plant: (plan, chat) => plan.labels.push(chat.removal.offset),
    found: (chat) => [['label without a message', chat.removal.offset]],
  },
  {
    name: 'a label of a void message',
    plant: (plan, chat) => plan.labels.push(chat.banned.offset),
    found: (chat) => [['label without a message', chat.banned.offset]],
  },
  {
    name: 'totals that count a removed message',
    plant: (plan) => plan.total++,
    found: (chat) => [['wrong totals', chat.counted.at(-1)?.at.offset]],
  },
  {
    name: 'several faults at once',
    plant: (plan, chat) => {
      changeMessage(plan, chat, (e) => ({ ...e, text: 'x', prev: 0 - 1 }));
      plan.labels.shift();
      plan.total--;
    },
    found: (chat) => [
      ['different text', messageAt(chat, 2)],
      ['missing label', messageAt(chat, 0)],
      ['wrong prev', messageAt(chat, 2)],
      ['wrong totals', chat.counted.at(-1)?.at.offset],
    ],
  },
];

/** What reconciliation must find in real stores: each planting in a stream of its own, looked at in one run. */
export function reconciliationContract(name: string, open: () => Promise<PlantedStores>): void {
  describe(`reconciliation of ${name}`, () => {
    const chats = new Map<string, Chat>();
    let stray = '';
    let answer: Reconciliation;

    beforeAll(async () => {
      const stores = await open();
      for (const { name, plant, isErased = false } of plantings) {
        const left = await chat(stores, `s-${randomUUID()}`, epoch, isErased);
        const planned = plan(left);
        plant(planned, left);
        await write(stores, left, planned);
        chats.set(name, left);
      }
      stray = await planStray(stores, chats.get('nothing'));
      await cover(stores, epoch);
      const streamIds = () => Promise.resolve([stray]);
      const options = { epoch, waitMs: 0, archiveRetentionMs: null };
      answer = await reconcile({ ...stores, streamIds }, options);
    });

    const foundIn = (streamId: string) =>
      answer.differences
        .filter((difference) => difference.streamId === streamId)
        .map(({ kind, offset }) => [kind, offset])
        .sort();

    test.each(plantings)('finds $name, and nothing else', ({ name, found }) => {
      const planted = chats.get(name);
      if (!planted) throw new Error(`${name} was not planted`);
      expect(foundIn(planted.streamId)).toEqual([...found(planted)].sort());
    });

    test('finds an archived stream of which the log holds nothing', () => {
      expect(foundIn(stray)).toEqual([['archived, but not in the log', 0]]);
    });

    test('counts a stream in order: accepted less void is archived, messages are labels', () => {
      const streamId = chats.get('nothing')?.streamId;
      expect(answer.streams.find((sums) => sums.streamId === streamId)).toEqual({
        streamId,
        accepted: 11,
        void: 2,
        archived: 9,
        messages: 6,
        labels: 6,
      });
    });
  });
}

/** An archived event of a stream that never wrote into the log; its partition holds others' records. */
async function planStray(stores: PlantedStores, like: Chat | undefined): Promise<string> {
  const streamId = `s-${randomUUID()}`;
  const [row] = like ? plan(like).events : [];
  if (!row) throw new Error('There is no event to copy');
  const filler = `f-${randomUUID()}`;
  await stores.log.appendText('raw-chats', streamId, `no JSON ${filler}`);
  const value = { ...row.value, streamId, offset: 0 };
  await stores.history.write([{ ...row, streamId, key: 0, value }]);
  return streamId;
}
