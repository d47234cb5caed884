import { lobbyEvents, type LobbyEvent, type Stream } from '@livechat/contracts';
import { computed, onScopeDispose, reactive, ref, shallowRef, watch, type Ref } from 'vue';
import { openFeed } from '../api/feed.ts';
import { listStreams } from '../api/streams.ts';
import { heldOrder, settledOrder } from '../components/lobby/settled-order.ts';
import { useFeed } from './feed.ts';
import { useLoading } from './loading.ts';

const settleEveryMs = 10_000;
const endedShown = 24;

/**
 * The streams of the lobby, kept by its feed. `isHeld` is set while the reader points at the cards:
 * then none of them changes its place.
 */
export function useLobby(q: Ref<string | undefined>) {
  const live = reactive(new Map<string, Stream>());
  const ended = shallowRef<readonly Stream[]>([]);
  const order = ref<string[]>([]);
  const isHeld = ref(false);
  const { isPending, fault, data, load } = useLoading((signal) => lists(q.value, signal));

  function settle(): void {
    const arrange = isHeld.value ? heldOrder : settledOrder;
    order.value = arrange(order.value, [...live.values()]);
  }

  function show(streams: readonly Stream[]): void {
    live.clear();
    for (const stream of streams) live.set(stream.id, stream);
    settle();
  }

  watch(data, (found) => {
    if (!found) return;
    ended.value = found.ended;
    show(found.live);
  });
  watch(q, load, { immediate: true });

  const handlers = {
    streams: (streams: readonly Stream[]) => (q.value ? void load() : show(streams)),
    viewers: (counts: LobbyEvent<'viewers'>) => setViewers(live, counts),
    'stream.started': (stream: Stream) => {
      if (q.value) return void load();
      live.set(stream.id, stream);
      order.value = heldOrder(order.value, [...live.values()]);
    },
    'stream.ended': ({ id, endedAt }: LobbyEvent<'stream.ended'>) => {
      const stream = live.get(id);
      if (!stream) return;
      live.delete(id);
      ended.value = [{ ...stream, status: 'ended', endedAt, viewers: 0 }, ...ended.value];
      order.value = heldOrder(order.value, [...live.values()]);
    },
  };
  useFeed(() => openFeed('/api/v1/streams/events', lobbyEvents, handlers));
  const settling = setInterval(settle, settleEveryMs);
  onScopeDispose(() => clearInterval(settling));

  return {
    live: computed(() => order.value.flatMap((id) => live.get(id) ?? [])),
    ended: computed(() => ended.value.slice(0, endedShown)),
    isHeld,
    isPending,
    /** Something was read at least once. */
    isReady: computed(() => data.value !== undefined),
    fault,
    load,
  };
}

async function lists(q: string | undefined, signal: AbortSignal) {
  const [live, ended] = await Promise.all([
    listStreams({ status: 'live', q, limit: 100 }, signal),
    listStreams({ status: 'ended', q, limit: endedShown }, signal),
  ]);
  return { live: live.items, ended: ended.items };
}

function setViewers(live: Map<string, Stream>, counts: Readonly<Record<string, number>>): void {
  for (const [id, viewers] of Object.entries(counts)) {
    const stream = live.get(id);
    if (stream) live.set(id, { ...stream, viewers });
  }
}
