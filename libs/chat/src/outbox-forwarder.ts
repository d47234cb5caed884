import { AppError, type Position, type RawChat } from '@livechat/contracts';
import {
  Database,
  EventLog,
  Fanout,
  forwardedPosition,
  markForwarded,
  outboxChannel,
  pendingOutbox,
  pruneOutbox,
  tracedHeaders,
  withOutboxLock,
  type Outgoing,
  type Unlisten,
} from '@livechat/backends';
import { InjectSettings, Logger, Shutdown, type Settings } from '@livechat/runtime';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';

const pollMs = 1_000;
const waitLimitMs = 10_000;
const waitStepMs = 25;
const pruneEveryMs = 60 * 60_000;
const keepMs = 24 * 60 * 60_000;

/**
 * Brings what SQL decided into the log: outbox rows in id order, by one forwarder at a time.
 * Nudged over Fanout, polled otherwise.
 */
@Injectable()
export class OutboxForwarder implements OnApplicationBootstrap {
  private running: Promise<void> | undefined;
  private again = false;
  /** Rows that stand in the log and are not marked so yet: SQL went away between the two. */
  private readonly unmarked = new Map<number, Position>();
  private readonly waiting = new Map<number, (position: Position) => void>();
  private timers: readonly NodeJS.Timeout[] = [];
  private unlisten: Unlisten | undefined;

  constructor(
    private readonly database: Database,
    private readonly log: EventLog,
    private readonly fanout: Fanout,
    private readonly logger: Logger,
    private readonly shutdown: Shutdown,
    @InjectSettings() private readonly settings: Settings,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.unlisten = await this.fanout.onSignal(outboxChannel, () => void this.forward());
    this.timers = [
      setInterval(() => void this.forward(), pollMs).unref(),
      setInterval(() => void this.prune(), pruneEveryMs).unref(),
    ];
    this.shutdown.on('workers', 'outbox', () => this.stop());
    await this.forward();
  }

  /** Resolves with the position of a row's event once it is in the log; throws `internal` after 10 s. */
  async position(row: number): Promise<Position> {
    const forwarded = new Promise<Position>((resolve) => this.waiting.set(row, resolve));
    void this.forward();
    try {
      return await Promise.race([forwarded, this.elsewhere(row)]);
    } finally {
      this.waiting.delete(row);
    }
  }

  /** Forwards all that waits; calls during a run make it look once more. */
  forward(): Promise<void> {
    this.again = true;
    this.running ??= this.run().finally(() => (this.running = undefined));
    return this.running;
  }

  private async run(): Promise<void> {
    while (this.again) {
      this.again = false;
      try {
        await withOutboxLock(this.database, (stillHeld) => this.forwardAll(stillHeld));
      } catch (err) {
        this.logger.warn({ err }, 'The outbox could not be forwarded; it is tried again');
      }
    }
  }

  private async forwardAll(stillHeld: () => Promise<boolean>): Promise<void> {
    for (;;) {
      const pending = await this.database.run((manager) => pendingOutbox(manager));
      if (pending.length === 0) return;
      for (const outgoing of pending) {
        // Who lost the outbox, frozen or cut off, leaves it to the next: it may be far ahead.
        if (!(await stillHeld())) return;
        await this.forwardOne(outgoing);
      }
    }
  }

  private async forwardOne({ row, event }: Outgoing): Promise<void> {
    const position = this.unmarked.get(row) ?? (await this.append(event));
    this.unmarked.set(row, position);
    this.waiting.get(row)?.(position);
    await this.database.run((manager) => markForwarded(manager, row, position));
    this.unmarked.delete(row);
  }

  private async append(event: RawChat): Promise<Position> {
    const { streamId } = event;
    const headers = tracedHeaders(event.id);
    const { offset } = await this.log.append('raw-chats', streamId, event, headers);
    this.logger.debug({ trace: event.id, streamId, offset }, 'Event accepted');
    return { epoch: this.settings.logEpoch, offset };
  }

  /** Another process may hold the lock and forward the row. */
  private async elsewhere(row: number): Promise<Position> {
    const until = performance.now() + waitLimitMs;
    while (performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, waitStepMs));
      if (!this.waiting.has(row)) break;
      if (this.running) continue;
      const position = await this.marked(row);
      if (position) return position;
    }
    throw new AppError('internal', { detail: 'The change is made and will show later' });
  }

  /** Undefined also where SQL cannot say: the change stands, whatever became of SQL since. */
  private async marked(row: number): Promise<Position | undefined> {
    try {
      return await this.database.run((manager) => forwardedPosition(manager, row));
    } catch (err) {
      this.logger.debug({ err }, 'The outbox could not be read');
      return undefined;
    }
  }

  private async prune(): Promise<void> {
    try {
      await this.database.run((manager) => pruneOutbox(manager, Date.now() - keepMs));
    } catch (err) {
      this.logger.warn({ err }, 'Old outbox rows could not be dropped');
    }
  }

  private async stop(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    await this.unlisten?.();
    await this.forward();
  }
}
