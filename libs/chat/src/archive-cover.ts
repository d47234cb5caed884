import { AppError } from '@livechat/contracts';
import { archivePosition, Checkpoints, EventLog, partitionOf } from '@livechat/backends';
import { InjectSettings, type Settings } from '@livechat/runtime';
import { Injectable } from '@nestjs/common';

const limitMs = 5_000;
const stepMs = 50;

/** Waits until the archive has caught up with a place in the log. */
@Injectable()
export class ArchiveCover {
  constructor(
    private readonly checkpoints: Checkpoints,
    private readonly log: EventLog,
    @InjectSettings() private readonly settings: Settings,
  ) {}

  /** Resolves once the history holds everything up to an offset; `unavailable` after 5 s. Older epochs are whole. */
  async upTo(streamId: string, epoch: number, offset: number): Promise<void> {
    if (epoch !== this.settings.logEpoch) return;
    const partition = this.partition(streamId);
    const until = performance.now() + limitMs;
    while ((await archivePosition(this.checkpoints, epoch, partition)) < offset) {
      if (performance.now() > until) throw new AppError('unavailable', { retryAfterMs: 1_000 });
      await new Promise((resolve) => setTimeout(resolve, stepMs));
    }
  }

  /** Resolves once the history holds everything that is in the stream's partition now. */
  async all(streamId: string): Promise<void> {
    const end = (await this.log.ends('raw-chats'))[this.partition(streamId)] ?? 0;
    await this.upTo(streamId, this.settings.logEpoch, end - 1);
  }

  private partition(streamId: string): number {
    return partitionOf(streamId, this.settings.logPartitions);
  }
}
