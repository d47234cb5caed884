import { ChatHistory, Checkpoints, Counters, EventLog, Fanout } from '@livechat/backends';
import { Injectable } from '@nestjs/common';

/** The ports the summarizer stands on. */
@Injectable()
export class SummarizerStores {
  constructor(
    readonly log: EventLog,
    readonly history: ChatHistory,
    readonly checkpoints: Checkpoints,
    readonly counters: Counters,
    readonly fanout: Fanout,
  ) {}
}
