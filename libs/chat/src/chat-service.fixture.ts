import {
  defaultRules,
  logEvent,
  socketPath,
  type Acks,
  type Answer,
  type ClientEvent,
  type ClientEventName,
  type ClientToServer,
  type LogEvent,
  type Rules,
  type ServerToClient,
} from '@livechat/contracts';
import {
  ChatHistory,
  Database,
  EventLog,
  Fanout,
  ModeratorRow,
  putOutbox,
  RefreshFamilyRow,
  StreamRow,
  UserRow,
} from '@livechat/backends';
import { readSettings, silentLogger, startService, TokenKeys } from '@livechat/runtime';
import type { RunningService } from '@livechat/runtime';
import { Module } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { io, type Socket } from 'socket.io-client';
import { ArchiverModule } from './archiver.module.ts';
import { ChatModule } from './chat.module.ts';
import { RelayModule } from './relay.module.ts';

@Module({ imports: [ChatModule, RelayModule, ArchiverModule] })
class ChatUnderTest {}

export type Client = Socket<ServerToClient, ClientToServer>;

/** Someone with a token, as user-service would have made him. */
export interface Person {
  readonly id: string;
  readonly token: string;
  readonly sid: string;
}

/** chat-service, relay and archiver in one process on embedded stores, and what tests do with it. */
export class ChatService {
  private readonly clients: Client[] = [];

  private constructor(
    readonly service: RunningService,
    readonly folder: string,
    private readonly ownsFolder: boolean,
  ) {}

  static async start(env: Record<string, string> = {}, folder?: string): Promise<ChatService> {
    const dataDir = folder ?? mkdtempSync(join(tmpdir(), 'livechat-chat-'));
    const service = await startService({
      name: 'chat',
      module: ChatUnderTest,
      settings: readSettings({ PORT: '0', ADMIN_PORT: '0', DATA_DIR: dataDir, ...env }),
      logger: silentLogger(),
    });
    return new ChatService(service, dataDir, folder === undefined);
  }

  get<T>(token: abstract new (...args: never[]) => T): T {
    return this.service.app.get(token as never, { strict: false });
  }

  get log(): EventLog {
    return this.get(EventLog);
  }

  get history(): ChatHistory {
    return this.get(ChatHistory);
  }

  async stop(): Promise<void> {
    for (const client of this.clients) client.close();
    await this.service.stop();
    if (this.ownsFolder) rmSync(this.folder, { recursive: true, force: true });
  }

  /** A member or guest with a session and a token for `seconds`. */
  async person(name = 'Ann', kind: 'member' | 'guest' = 'member', seconds = 300): Promise<Person> {
    const [id, sid] = [randomUUID(), randomUUID()];
    const now = Date.now();
    await this.get(Database).run(async (manager) => {
      await manager.save(UserRow, {
        id,
        kind,
        email: null,
        emailKey: null,
        passwordHash: null,
        displayName: name,
        nameFold: null,
        nameSkeleton: null,
        createdAt: now,
        erasedAt: null,
      });
      await manager.save(RefreshFamilyRow, {
        id: sid,
        userId: id,
        tokenHash: sid,
        previousHash: null,
        rotations: 0,
        createdAt: now,
        renewedAt: now,
        expiresAt: now + 1e9,
        revokedAt: null,
      });
    });
    return { id, sid, token: await this.token(id, sid, name, kind, seconds) };
  }

  async token(sub: string, sid: string, name: string, kind: string, seconds = 300) {
    const { signing } = this.get(TokenKeys);
    if (!signing) throw new Error('no signing key');
    return new SignJWT({ name, kind, sid })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: signing.kid })
      .setSubject(sub)
      .setAudience('live-chat')
      .setIssuedAt()
      .setExpirationTime(Math.floor(Date.now() / 1_000) + seconds)
      .sign(signing.key);
  }

  /** A live stream of an owner, with `stream.started` in its outbox. */
  async stream(owner: Person, rules: Partial<Rules> = {}, moderators: readonly Person[] = []) {
    const id = randomUUID();
    await this.get(Database).run(async (manager) => {
      await manager.save(StreamRow, {
        id,
        ownerId: owner.id,
        title: 'A stream',
        titleFold: 'a stream',
        status: 'live',
        startedAt: Date.now(),
        endedAt: null,
        thumbnailUrl: null,
        videoUrl: null,
        rules: { ...defaultRules, ...rules },
        version: 1,
        forImports: false,
      });
      for (const { id: userId } of moderators) {
        const row = { streamId: id, userId, addedBy: owner.id, addedAt: Date.now() };
        await manager.save(ModeratorRow, row);
      }
      await putOutbox(manager, { type: 'stream.started', streamId: id, title: 'A stream' });
    });
    await this.get(Fanout).signal({ channel: 'outbox', event: 'nudge', body: 'null' });
    return id;
  }

  /** Ends a stream as user-service does. */
  async end(streamId: string): Promise<void> {
    await this.get(Database).run(async (manager) => {
      await manager.update(StreamRow, { id: streamId }, { status: 'ended', endedAt: Date.now() });
      await putOutbox(manager, { type: 'stream.ended', streamId });
    });
    await this.get(Fanout).signal({ channel: 'outbox', event: 'nudge', body: 'null' });
  }

  connect(who?: Person, auth: object = {}): Client {
    const client: Client = io(this.service.url, {
      path: socketPath,
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      auth: { ...(who ? { token: who.token } : {}), ...auth },
    });
    this.clients.push(client);
    return client;
  }

  metrics(): Promise<string> {
    return fetch(`${this.service.adminUrl}/metrics`).then((r) => r.text());
  }
}

/** Sends an event and answers its ack, whether it went well or not. */
export const ask = <E extends ClientEventName>(
  client: Client,
  name: E,
  payload: ClientEvent<E>,
): Promise<Answer<E>> =>
  (client as Socket).timeout(10_000).emitWithAck(name, payload) as Promise<Answer<E>>;

/** Sends an event that must go well. */
export async function done<E extends ClientEventName>(
  client: Client,
  name: E,
  payload: ClientEvent<E>,
): Promise<Acks[E]> {
  const answer = await ask(client, name, payload);
  if (!answer.ok) throw new Error(`${name}: ${answer.error.code} ${answer.error.message}`);
  return answer;
}

/** The code an event is refused with, or undefined if it went well. */
export async function refusal<E extends ClientEventName>(
  client: Client,
  name: E,
  payload: ClientEvent<E>,
): Promise<string | undefined> {
  const answer = await ask(client, name, payload);
  return answer.ok ? undefined : answer.error.code;
}

/** Gathers a client's log events; each must fit the contract. */
export function heard(client: Client): LogEvent[] {
  const events: LogEvent[] = [];
  client.on('event', (event) => void events.push(logEvent.parse(event)));
  return events;
}

export const textsOf = (events: readonly LogEvent[]): readonly string[] =>
  events.flatMap((event) => (event.type === 'message.posted' ? [event.text] : []));

export const message = (streamId: string, text: string) => ({ streamId, id: randomUUID(), text });
