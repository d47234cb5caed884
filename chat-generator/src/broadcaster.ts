import { randomBytes } from 'node:crypto';
import { AppError, stream as streamSchema, streamList, type Stream } from '@livechat/contracts';
import { member, newMember, type Account } from './account.ts';
import { patiently, type Api } from './api.ts';

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** Owns the streams of a run. */
export class Broadcaster {
  constructor(
    private readonly api: Api,
    readonly account: Account,
  ) {}

  /** Signs in with what is given, else as a new account made for this run. */
  static async of(api: Api, credentials: Credentials | undefined, run: string) {
    const account = credentials
      ? await member(api, credentials.email, credentials.password)
      : await newMember(api, {
          email: `generator-${run}@example.com`,
          password: randomBytes(18).toString('base64url'),
          displayName: `Generator ${run}`,
        });
    return new Broadcaster(api, account);
  }

  /** Registers, or signs in where there is such an account: that way round nobody fails to sign in. */
  static async registered(api: Api, account: Credentials & { readonly displayName: string }) {
    try {
      return new Broadcaster(api, await newMember(api, account));
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'conflict') throw error;
      return new Broadcaster(api, await member(api, account.email, account.password));
    }
  }

  async create(title: string): Promise<Stream> {
    const token = await this.account.token();
    const call = { method: 'POST', body: { title, guestsMayChat: true }, token } as const;
    const { value } = await patiently(() => this.api.call(streamSchema, '/api/v1/streams', call));
    return value;
  }

  async end(streamId: string): Promise<void> {
    const token = await this.account.token();
    const path = `/api/v1/streams/${streamId}/end`;
    await patiently(() => this.api.call(anyAnswer, path, { method: 'POST', token }));
  }

  /** Own live streams of a title. */
  async live(title: string): Promise<readonly Stream[]> {
    const query = new URLSearchParams({ status: 'live', q: title, limit: '200' });
    const path = `/api/v1/streams?${query.toString()}`;
    const { items } = await patiently(() => this.api.get(streamList, path));
    return items.filter(
      (stream) => stream.broadcaster.id === this.account.userId && stream.title === title,
    );
  }
}

const anyAnswer = { parse: (value: unknown) => value };
