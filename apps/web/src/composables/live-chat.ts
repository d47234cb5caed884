import { onScopeDispose, shallowRef, watch } from 'vue';
import { insightLists } from '../api/insight.ts';
import { labelsAfter, messagePage, readHole, type PageQuery } from '../api/history.ts';
import { openSocket } from '../api/socket.ts';
import { newId } from '../chat/new-id.ts';
import type { ChatView } from '../chat/chat-view.ts';
import { StreamChat } from '../chat/stream-chat.ts';
import { StreamInsight } from '../insight/stream-insight.ts';
import { useSessionStore } from '../stores/session.ts';
import { stored } from '../stores/stored.ts';
import { useLoading } from './loading.ts';
import { stateOf, type Decision } from './question-acts.ts';

const viewerId = stored('livechat.viewer', (text): text is string => /^[\w-]{8,64}$/.test(text));

/** The random id of this browser, by which its tabs count as one viewer. */
function viewer(): string {
  const known = viewerId.read();
  if (known) return known;
  const made = newId();
  viewerId.write(made);
  return made;
}

/**
 * The chat of a stream, live while the page stands. However much comes in, the view changes at
 * most once a frame; a hidden tab gets one change a second.
 */
export function useLiveChat(streamId: string) {
  const session = useSessionStore();
  let frame: number | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const show = () => {
    cancel();
    view.value = chat.view;
  };
  function cancel(): void {
    if (frame !== undefined) cancelAnimationFrame(frame);
    clearTimeout(timer);
    frame = timer = undefined;
  }
  function changed(): void {
    if (frame !== undefined || timer !== undefined) return;
    if (document.visibilityState === 'visible') frame = requestAnimationFrame(show);
    else timer = setTimeout(show, 1_000);
  }

  const insight = new StreamInsight();
  const page = (query: PageQuery) => session.authorized(messagePage(streamId, query));
  const chat = new StreamChat({
    streamId,
    open: openSocket,
    auth: async (renew) => ({
      token: await (renew ? session.renewedToken() : session.token()),
      viewer: viewer(),
    }),
    me: () => session.user?.id,
    readHole: (hole) => readHole(page, hole),
    page,
    labels: (after) => session.authorized(labelsAfter(streamId, after)),
    newId,
    now: () => Date.now(),
    insight,
    changed,
  });
  const view = shallowRef<ChatView>(chat.view);

  // Frames tell what changes; the rest is read, again after each absence.
  const lists = useLoading(async (signal) => {
    const put = insight.reading();
    put(await insightLists(streamId, signal));
    changed();
    return true;
  });
  watch(
    () => view.value.connection.name,
    (name) => name === 'live' && void lists.load(),
  );

  /** Decides a question as a moderator; it shows at once. Rejects with RequestError. */
  async function decide(name: Decision, id: string): Promise<void> {
    const { offset } = await chat.act(`question:${name}`, { streamId, id });
    insight.decide(id, stateOf[name], offset);
    changed();
  }

  void session.start().then(() => chat.start());
  watch(
    () => session.user?.id,
    (now, before) => {
      if (session.ready && now !== before) chat.reidentify();
    },
  );
  const hurry = () => {
    if (document.visibilityState === 'visible') chat.hurry();
  };
  addEventListener('online', hurry);
  document.addEventListener('visibilitychange', hurry);
  onScopeDispose(() => {
    removeEventListener('online', hurry);
    document.removeEventListener('visibilitychange', hurry);
    cancel();
    chat.stop();
  });
  return { chat, view, lists, decide };
}

export type LiveChat = ReturnType<typeof useLiveChat>;
