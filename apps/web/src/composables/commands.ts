import type { Acks, ClientEvent, ClientEventName } from '@livechat/contracts';
import { onScopeDispose } from 'vue';
import { RequestError } from '../api/http.ts';
import { openSocket, type ChatSocket } from '../api/socket.ts';
import { useSessionStore } from '../stores/session.ts';

const idleMs = 30_000;

/**
 * Commands to chat-service from a page that does not follow the chat: a socket is opened with the
 * first one and closed after 30 s without any. Rejects with RequestError.
 */
export function useCommands() {
  const session = useSessionStore();
  let opening: Promise<ChatSocket> | undefined;
  let close: (() => void) | undefined;
  let idle: ReturnType<typeof setTimeout> | undefined;

  async function open(): Promise<ChatSocket> {
    const token = await session.token();
    return new Promise((resolve, reject) => {
      const socket = openSocket(
        { token },
        {
          opened: () => resolve(socket),
          closed: (refusal) => {
            forget();
            reject(new RequestError(refusal?.code ?? 'offline'));
          },
          heard: () => undefined,
        },
      );
      close = () => socket.close();
    });
  }

  function forget(): void {
    clearTimeout(idle);
    opening = close = undefined;
  }

  function leave(): void {
    close?.();
    forget();
  }

  async function ask<E extends ClientEventName>(
    name: E,
    payload: ClientEvent<E>,
  ): Promise<Acks[E]> {
    clearTimeout(idle);
    opening ??= open();
    try {
      const socket = await opening;
      return await socket.ask(name, payload);
    } catch (error) {
      if (!close) opening = undefined;
      throw error;
    } finally {
      clearTimeout(idle);
      idle = setTimeout(leave, idleMs);
    }
  }

  onScopeDispose(leave);
  return ask;
}
