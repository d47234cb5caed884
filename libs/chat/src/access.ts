import { AppError, type Role, type Rules, type TokenClaims, type You } from '@livechat/contracts';
import { Database, streamAccess, streamVersions, type StreamAccess } from '@livechat/backends';
import { Logger, Shutdown } from '@livechat/runtime';
import { Injectable } from '@nestjs/common';

/** Who may do what in a stream, as last read from SQL. */
export interface StreamState {
  readonly id: string;
  readonly status: 'live' | 'ended';
  readonly ownerId: string;
  readonly forImports: boolean;
  readonly rules: Rules;
  readonly version: number;
  readonly moderators: ReadonlySet<string>;
  readonly banned: ReadonlySet<string>;
  /** Until when, ms. */
  readonly timedOut: ReadonlyMap<string, number>;
}

interface Cached {
  state: StreamState;
  /** When SQL last confirmed it, monotonic ms. */
  confirmedAt: number;
  usedAt: number;
}

const refreshMs = 1_000;
const forgetMs = 5 * 60_000;
/** SQL away: last known standing holds this long (protocol.md A6). */
const trustMs = 4 * 60_000;

/**
 * Rules, roles and standing of the streams in use here. Once a second one statement asks SQL for
 * their versions; a stream whose version moved is read anew.
 */
@Injectable()
export class Access {
  private readonly streams = new Map<string, Cached>();
  private readonly loading = new Map<string, Promise<StreamState>>();
  private readonly timer: NodeJS.Timeout;
  private isRefreshing = false;

  constructor(
    private readonly database: Database,
    private readonly logger: Logger,
    shutdown: Shutdown,
  ) {
    this.timer = setInterval(() => void this.refresh(), refreshMs).unref();
    shutdown.on('drain', 'standing', () => clearInterval(this.timer));
  }

  /** Throws `not_found` for an unknown stream, `unavailable` where SQL is away for too long. */
  async of(streamId: string): Promise<StreamState> {
    const state = await this.toRead(streamId);
    const confirmedAt = this.streams.get(streamId)?.confirmedAt ?? performance.now();
    if (performance.now() - confirmedAt > trustMs) throw new AppError('unavailable');
    return state;
  }

  /** As `of`, but the last known state serves however old it is: reading goes on. */
  async toRead(streamId: string): Promise<StreamState> {
    const cached = this.streams.get(streamId);
    if (!cached) return this.load(streamId);
    cached.usedAt = performance.now();
    return cached.state;
  }

  /** Reads a stream anew, after a change made here. */
  reload(streamId: string): Promise<StreamState> {
    this.loading.delete(streamId);
    return this.load(streamId);
  }

  private load(streamId: string): Promise<StreamState> {
    const under = this.loading.get(streamId);
    if (under) return under;
    const load = this.read(streamId).finally(() => {
      if (this.loading.get(streamId) === load) this.loading.delete(streamId);
    });
    this.loading.set(streamId, load);
    return load;
  }

  private async read(streamId: string): Promise<StreamState> {
    const access = await this.database.run((manager) => streamAccess(manager, streamId));
    if (!access) {
      this.streams.delete(streamId);
      throw new AppError('not_found', { detail: 'There is no such stream' });
    }
    const now = performance.now();
    const state = stateOf(access);
    const known = this.streams.get(streamId);
    if (known && known.state.version > state.version) return known.state;
    this.streams.set(streamId, { state, confirmedAt: now, usedAt: known?.usedAt ?? now });
    return state;
  }

  private async refresh(): Promise<void> {
    const ids = [...this.streams.keys()];
    if (ids.length === 0 || this.isRefreshing) return;
    this.isRefreshing = true;
    try {
      const versions = await this.database.run((manager) => streamVersions(manager, ids));
      const moved = versions.filter(({ id, version }) => this.confirm(id, version));
      await Promise.all(moved.map(({ id }) => this.load(id)));
      this.forget();
    } catch (err) {
      this.logger.warn({ err }, 'Standing could not be read; the last known holds');
    }
    this.isRefreshing = false;
  }

  /** Only while SQL answers: what is forgotten in an outage could not be read anew. */
  private forget(): void {
    const before = performance.now() - forgetMs;
    for (const [id, { usedAt }] of this.streams) if (usedAt < before) this.streams.delete(id);
  }

  /** Whether the stream moved on; else its state is confirmed. */
  private confirm(id: string, version: number): boolean {
    const cached = this.streams.get(id);
    if (!cached) return false;
    if (cached.state.version < version) return true;
    cached.confirmedAt = performance.now();
    return false;
  }
}

function stateOf(access: StreamAccess): StreamState {
  const { id, status, ownerId, forImports, rules, version, moderatorIds, standings } = access;
  const timedOut = standings.flatMap(({ userId, timedOutUntil }) =>
    timedOutUntil === null ? [] : [[userId, timedOutUntil] as const],
  );
  return {
    id,
    status,
    ownerId,
    forImports,
    rules,
    version,
    moderators: new Set(moderatorIds),
    banned: new Set(standings.filter((s) => s.banned).map((s) => s.userId)),
    timedOut: new Map(timedOut),
  };
}

/** The role of a user in a stream. */
export function roleIn(state: StreamState, user: TokenClaims | undefined): Role {
  if (!user) return 'anonymous';
  if (user.sub === state.ownerId) return 'broadcaster';
  if (state.moderators.has(user.sub)) return 'moderator';
  return user.kind;
}

export const moderates = (role: Role): boolean => role === 'moderator' || role === 'broadcaster';

/** Until when a user is timed out, ms, or undefined. */
export function timeOutOf(state: StreamState, userId: string, now: number): number | undefined {
  const until = state.timedOut.get(userId);
  return until !== undefined && until > now ? until : undefined;
}

/** What a user is told of himself at a join. */
export function youIn(state: StreamState, user: TokenClaims | undefined, now: number): You {
  const role = roleIn(state, user);
  const banned = user !== undefined && state.banned.has(user.sub);
  const timedOutUntil = user && timeOutOf(state, user.sub, now);
  const closed = state.status === 'ended' || state.forImports;
  const guestRefused = role === 'guest' && !state.rules.guestsMayChat;
  const locked = !moderates(role) && (state.rules.lockdownUntil ?? 0) > now;
  const refused = closed || banned || guestRefused || locked || timedOutUntil !== undefined;
  return {
    role,
    mayChat: user !== undefined && !refused,
    ...(timedOutUntil === undefined ? {} : { timedOutUntil }),
    ...(banned ? { banned: true as const } : {}),
  };
}
