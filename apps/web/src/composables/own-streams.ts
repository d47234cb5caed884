import type { Stream, StreamCreation } from '@livechat/contracts';
import { computed, watch } from 'vue';
import { creation, ending, streamsOf } from '../api/streams.ts';
import { useSessionStore } from '../stores/session.ts';
import { useLoading } from './loading.ts';

/** The signed-in member's own streams, live ones first, then the newest. */
export function useOwnStreams() {
  const session = useSessionStore();
  const { data, isPending, fault, load } = useLoading(async (signal) =>
    session.user ? await streamsOf(session.user.id, signal) : [],
  );
  watch(
    () => session.user?.id,
    (id, before) => {
      if (id !== before) data.value = undefined;
      void load();
    },
    { immediate: true },
  );

  /** Puts a stream, as it is now, into the list. */
  function put(stream: Stream): void {
    const others = (data.value ?? []).filter(({ id }) => id !== stream.id);
    data.value = [stream, ...others].sort((a, b) => b.startedAt - a.startedAt);
  }

  async function start(body: StreamCreation): Promise<Stream> {
    const stream = await session.authorized(creation(body));
    put(stream);
    return stream;
  }

  async function end(stream: Stream): Promise<void> {
    await session.authorized(ending(stream.id));
    put({ ...stream, status: 'ended', endedAt: Date.now(), viewers: 0 });
  }

  const isLive = ({ status }: Stream) => status === 'live';
  const streams = computed(() => {
    const all = data.value;
    return all && [...all.filter(isLive), ...all.filter((stream) => !isLive(stream))];
  });
  return { streams, isPending, fault, load, put, start, end };
}
