import type { SseEvent } from '@livechat/runtime';

const held = 500;
const pattern = /^([0-9a-f]{8})-(\d{1,15})$/;

/** The newest events of one process's lobby feed, for clients that come back within moments. */
export class LobbyRing {
  private readonly events: SseEvent[] = [];
  private sequence = 0;
  private readonly process: string;

  /** `process`: eight hex digits; ids of another process are not known here. */
  constructor(process: string) {
    this.process = process;
  }

  get lastId(): string {
    return `${this.process}-${this.sequence}`;
  }

  /** Numbers an event and keeps it. */
  add(event: string, data: string): SseEvent {
    this.sequence += 1;
    const added = { event, data, id: this.lastId };
    this.events.push(added);
    if (this.events.length > held) this.events.shift();
    return added;
  }

  /** All events after an id; undefined where it is not ours or too long ago. */
  after(id: string): readonly SseEvent[] | undefined {
    const [, process, number] = pattern.exec(id) ?? [];
    const missed = this.sequence - Number(number);
    if (process !== this.process || missed < 0 || missed > this.events.length) return undefined;
    return missed === 0 ? [] : this.events.slice(-missed);
  }
}
