import type { AnalysisFrame } from '@livechat/contracts';

/** At most two frames a second of one stream. */
const everyMs = 500;
const mostLabels = 100;
const mostStreams = 50_000;

/** The frames of one stream. */
interface Paced {
  /** What went out, or waits, reaches up to here. */
  upTo: number;
  waiting: AnalysisFrame | undefined;
  /** Runs while no other frame may go out. */
  timer: NodeJS.Timeout | undefined;
}

/**
 * Lets frames of a stream out at most twice a second, also while many come at once: the newest
 * wins, with the labels, questions and moments of those it replaces. `upTo` only rises.
 */
export class FramePace {
  private streams = new Map<string, Paced>();

  constructor(private readonly publish: (frame: AnalysisFrame) => Promise<void>) {}

  /** Resolves when the frame is out, or waits for its turn; one not above the last is dropped. */
  async put(frame: AnalysisFrame): Promise<void> {
    const paced = this.streams.get(frame.streamId) ?? this.enter(frame.streamId);
    if (frame.upTo <= paced.upTo) return;
    if (paced.timer) {
      paced.waiting = paced.waiting ? merged(paced.waiting, frame) : frame;
    } else {
      await this.publish(frame);
      this.rest(paced);
    }
    paced.upTo = frame.upTo;
  }

  /** Lets out what waits and forgets the streams. */
  async close(): Promise<void> {
    const streams = [...this.streams.values()];
    this.forget();
    const waiting = streams.flatMap((paced) => paced.waiting ?? []);
    await Promise.all(waiting.map((frame) => this.publish(frame)));
  }

  /** Drops what waits: these partitions may be another's by now. */
  forget(): void {
    for (const { timer } of this.streams.values()) clearTimeout(timer);
    this.streams = new Map();
  }

  private enter(streamId: string): Paced {
    const paced: Paced = { upTo: -1, waiting: undefined, timer: undefined };
    this.streams.set(streamId, paced);
    const [oldest] = this.streams.entries();
    if (this.streams.size > mostStreams && oldest) {
      clearTimeout(oldest[1].timer);
      this.streams.delete(oldest[0]);
    }
    return paced;
  }

  private rest(paced: Paced): void {
    paced.timer = setTimeout(() => void this.next(paced), everyMs).unref();
  }

  /** What cannot go out now waits on, and the next frame takes it along. */
  private async next(paced: Paced): Promise<void> {
    const { waiting } = paced;
    paced.timer = undefined;
    if (!waiting) return;
    this.rest(paced);
    paced.waiting = undefined;
    try {
      await this.publish(waiting);
    } catch {
      takeBack(paced, waiting);
    }
  }
}

/** What could not go out waits on, before what came meanwhile. */
function takeBack(paced: Paced, frame: AnalysisFrame): void {
  paced.waiting = paced.waiting ? merged(frame, paced.waiting) : frame;
}

const merged = (older: AnalysisFrame, newer: AnalysisFrame): AnalysisFrame => ({
  ...newer,
  labels: [...older.labels, ...newer.labels].slice(-mostLabels),
  questions: upserted(older.questions, newer.questions),
  moments: upserted(older.moments, newer.moments),
});

const upserted = <T extends { readonly id: string }>(older: readonly T[], newer: readonly T[]) => [
  ...new Map([...older, ...newer].map((item) => [item.id, item])).values(),
];
