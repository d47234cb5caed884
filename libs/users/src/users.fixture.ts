import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database, Fanout, UserRow } from '@livechat/backends';
import type { Signal } from '@livechat/backends';
import { readSettings, silentLogger, startService } from '@livechat/runtime';
import type { RunningService } from '@livechat/runtime';
import request from 'supertest';
import { AccessTokens } from './tokens.ts';
import { Families } from './families.ts';
import { nameKeys } from './names.ts';
import { refreshTokenText } from './refresh-tokens.ts';
import { userOf } from './signed-in.ts';
import { UsersModule } from './users.module.ts';

/** A user with a session, made without the cost of a password. */
export interface SignedIn {
  readonly id: string;
  readonly sid: string;
  readonly displayName: string;
  readonly bearer: string;
  readonly cookie: string;
}

/** A running user-service on embedded stores in a folder of its own. */
export class TestUsers {
  private constructor(
    readonly service: RunningService,
    readonly folder: string,
  ) {}

  /** Starts in a new folder, or again in one that was left. */
  static async start(environment: Record<string, string> = {}, left?: string): Promise<TestUsers> {
    const folder = left ?? (await mkdtemp(join(tmpdir(), 'livechat-users-')));
    const fixed = { PORT: '0', ADMIN_PORT: '0', DATA_DIR: folder };
    const settings = readSettings({ ...fixed, ...environment });
    const parts = { name: 'user-service', module: UsersModule, settings, logger: silentLogger() };
    return new TestUsers(await startService(parts), folder);
  }

  async stop(): Promise<void> {
    await this.service.stop();
    await rm(this.folder, { recursive: true });
  }

  get database(): Database {
    return this.service.app.get(Database, { strict: false });
  }

  get fanout(): Fanout {
    return this.service.app.get(Fanout, { strict: false });
  }

  /** A page of ours in a browser of its own, which keeps cookies. */
  page() {
    const { url } = this.service;
    return request.agent(url).set('origin', url).set('x-livechat', '1');
  }

  /** A program that is no browser: no origin, no cookies kept. */
  program() {
    return request(this.service.url);
  }

  /** All signals of a channel from now on. */
  async heard(channel: string): Promise<Signal[]> {
    const signals: Signal[] = [];
    await this.fanout.onSignal(channel, (signal) => signals.push(signal));
    return signals;
  }

  async signedIn(kind: 'member' | 'guest' = 'member', name?: string): Promise<SignedIn> {
    const id = randomUUID();
    const displayName =
      name ?? `U${id.slice(0, 8).replace(/\d/g, (digit) => 'abcdefghjk'[+digit]!)}`;
    const { fold, skeleton } = nameKeys(displayName);
    const member = kind === 'member';
    const row: UserRow = {
      id,
      kind,
      email: member ? `${id}@example.com` : null,
      emailKey: member ? `${id}@example.com` : null,
      passwordHash: null,
      displayName,
      nameFold: member ? fold : null,
      nameSkeleton: member ? skeleton : null,
      createdAt: Date.now(),
      erasedAt: null,
    };
    const token = await this.database.run(async (manager) => {
      await manager.insert(UserRow, row);
      return this.service.app.get(Families, { strict: false }).begin(manager, id);
    });
    const tokens = this.service.app.get(AccessTokens, { strict: false });
    const { accessToken } = await tokens.issue(userOf(row), token.familyId);
    const cookie = `rt=${refreshTokenText(token)}`;
    return { id, sid: token.familyId, displayName, bearer: `Bearer ${accessToken}`, cookie };
  }
}
