import { AppError } from '@livechat/contracts';
import type { CheckpointEntry } from '@livechat/backends';
import type { Outlet } from './outlet.ts';
import type { SavedStream } from './saved-stream.ts';
import type { StreamState } from './stream-state.ts';

/** Labels of one record at most; more make more records. */
export const maxLabels = 500;
/** Traces a request names at most. */
const maxTraces = 100;

/** What a checkpoint is to keep, and the messages counted up to it since the state was loaded. */
export interface Finished {
  readonly entry: CheckpointEntry<SavedStream>;
  readonly counted: number;
}

/** Lets a stream speak: at most one record in `everyMs`, but never more than 500 labels late. */
export class StreamVoice {
  private timer: NodeJS.Timeout | undefined;
  private spokeAt = -Infinity;
  /** When the stream last had a record to take, by the process's monotonic clock. */
  usedAt = performance.now();
  private working = 0;
  private readonly traces: string[] = [];

  constructor(
    readonly state: StreamState,
    readonly outlet: Outlet,
    private readonly everyMs: number,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Something was taken in: says it now, or once it is time. */
  speak(): void {
    this.ask();
    const wait = this.spokeAt + this.everyMs - performance.now();
    if (wait <= 0 || this.state.labels.length >= maxLabels) this.say();
    else if (this.state.dirty) this.timer ??= setTimeout(() => this.say(), wait);
    if (this.outlet.size > 0) this.outlet.send().catch(this.onError);
  }

  /**
   * Says all there is and, once it is durable, answers what a checkpoint is to keep; rejects with
   * `unavailable` while something has to be looked up first.
   */
  async finish(): Promise<Finished> {
    const wait = this.spokeAt + this.everyMs - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const { state } = this;
    if (state.unsettled) throw new AppError('unavailable');
    this.ask();
    this.cut();
    const { streamId: key, epoch } = state.place;
    const entry = { key, epoch, offset: state.applied, state: state.save() };
    const { counted } = state;
    await this.outlet.send();
    return { entry, counted };
  }

  /** The next request for a summary names the newest of these traces. */
  follow(trace: string | undefined): void {
    if (trace === undefined) return;
    this.traces.push(trace);
    if (this.traces.length > maxTraces) this.traces.shift();
  }

  /** Does some work during which the stream is not forgotten. */
  async atWork(work: () => Promise<void>): Promise<void> {
    this.working++;
    try {
      await work();
    } finally {
      this.working--;
    }
  }

  /** Nothing is in hand, and everything to say and to keep is durable. */
  get idle(): boolean {
    const { unsaved, dirty } = this.state;
    return this.working === 0 && !unsaved && !dirty && this.outlet.size === 0;
  }

  /** Nothing more is said. */
  close(): void {
    clearTimeout(this.timer);
  }

  private say(): void {
    this.cut();
    if (this.outlet.size > 0) this.outlet.send().catch(this.onError);
  }

  private ask(): void {
    for (const value of this.state.requests.splice(0)) {
      const traces = this.traces.splice(0).join(' ');
      const followed = traces === '' ? {} : { traces };
      this.outlet.put({ topic: 'summary-requests', value, since: value.at, ...followed });
    }
  }

  private cut(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { since } = this.state;
    if (since === undefined || this.state.unsettled) return;
    this.outlet.put({ topic: 'analysis-results', value: this.state.cut(), since });
    this.spokeAt = performance.now();
  }
}
