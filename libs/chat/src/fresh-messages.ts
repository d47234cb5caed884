import type { LogEvent } from '@livechat/contracts';

/** The newest messages this process appended, for the moment in which no reader has them yet. */
export class FreshMessages {
  private readonly messages = new Map<string, LogEvent>();

  /** Keeps at most `most` messages; the oldest is forgotten first. */
  constructor(private readonly most: number) {}

  put(message: LogEvent): void {
    this.messages.set(nameOf(message.streamId, message.offset), message);
    const oldest = this.messages.keys().next().value;
    if (this.messages.size > this.most && oldest !== undefined) this.messages.delete(oldest);
  }

  find(streamId: string, offset: number): LogEvent | undefined {
    return this.messages.get(nameOf(streamId, offset));
  }

  forget(streamId: string, offset: number): void {
    this.messages.delete(nameOf(streamId, offset));
  }
}

const nameOf = (streamId: string, offset: number): string => `${streamId}/${offset}`;
