import { AppError } from '@livechat/contracts';
import { archivePosition, Checkpoints, EventLog, partitionOf } from '@livechat/backends';
import { InjectSettings, type Settings } from '@livechat/runtime';
import { Injectable } from '@nestjs/common';

const longestMs = 5_000;
const stepMs = 50;

/** Waits until the archive has caught up with a place in the log. */
@Injectable()
export class ArchiveCover {
  constructor(
    private readonly checkpoints: Checkpoints,
    private readonly log: EventLog,
    @InjectSettings() private readonly settings: Settings,
  ) {}

  /**
   * Resolves once the history holds everything up to an offset, or up to the log's end where that
   * is below; `unavailable` after `limitMs`. Older epochs are whole.
   */
  async upTo(streamId: string, epoch: number, offset: number, limitMs = longestMs): Promise<void> {
    if (epoch !== this.settings.logEpoch) return;
    const partition = this.partition(streamId);
    if ((await archivePosition(this.checkpoints, epoch, partition)) >= offset) return;
    const wanted = Math.min(offset, (await this.endOfLog(partition)) - 1);
    const until = performance.now() + limitMs;
    while ((await archivePosition(this.checkpoints, epoch, partition)) < wanted) {
      if (performance.now() > until) throw new AppError('unavailable', { retryAfterMs: 1_000 });
      await new Promise((resolve) => setTimeout(resolve, stepMs));
    }
  }

  /** The first offset that the history may not hold yet: rows above it are written in any order. */
  async end(streamId: string, epoch: number): Promise<number> {
    if (epoch !== this.settings.logEpoch) return Number.MAX_SAFE_INTEGER;
    return (await archivePosition(this.checkpoints, epoch, this.partition(streamId))) + 1;
  }

  /** Resolves once the history holds everything that is in the stream's partition now. */
  all(streamId: string, limitMs = longestMs): Promise<void> {
    return this.upTo(streamId, this.settings.logEpoch, Number.MAX_SAFE_INTEGER, limitMs);
  }

  private async endOfLog(partition: number): Promise<number> {
    return (await this.log.ends('raw-chats'))[partition] ?? 0;
  }

  private partition(streamId: string): number {
    return partitionOf(streamId, this.settings.logPartitions);
  }
}
