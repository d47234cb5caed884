import { between, seeded, type Random } from './random.ts';

/** Length of a burst in seconds: 2 s up, 8 s at the height, then dying away. */
const burstSeconds = 25;
/** The integral of `lift` over one burst, in seconds at the height. */
const burstWeight = weightUpTo(burstSeconds);
const meanGapSeconds = 90;

/** How high a burst stands `seconds` after its begin, 0…1. */
function lift(seconds: number): number {
  if (seconds < 0 || seconds > burstSeconds) return 0;
  if (seconds < 2) return seconds / 2;
  return seconds < 10 ? 1 : Math.exp((10 - seconds) / 5);
}

/** What goes on at one time of a scripted stream. */
export interface Scene {
  /** Counts the topics since the begin. */
  readonly topic: number;
  /** Counts the moments since the begin; undefined between them. */
  readonly moment?: number;
  /** Lines a second. */
  readonly rate: number;
}

export interface Pace {
  /** Lines a second over the whole time. */
  readonly rate: number;
  /** Height of a burst over the ordinary rate; 1 = none. */
  readonly burst: number;
  /** Without a length the stream goes on for ever. */
  readonly seconds?: number | undefined;
}

/** Topics that change every 2 to 4 minutes, and bursts about every 90 s; asked with rising times only. */
export class Timetable {
  readonly peakRate: number;
  readonly #ordinaryRate: number;
  readonly #random: Random;
  #topic = 0;
  #topicEnd: number;
  #moment = 0;
  #momentStart: number;

  constructor(
    pace: Pace,
    private readonly seed: string,
  ) {
    this.#ordinaryRate = pace.rate / (1 + (pace.burst - 1) * burstShare(pace.seconds, seed));
    this.peakRate = this.#ordinaryRate * pace.burst;
    this.#random = seeded(`topics ${seed}`);
    this.#topicEnd = between(this.#random, 120, 240);
    this.#momentStart = momentStart(seed, 0, 0);
  }

  at(seconds: number): Scene {
    while (seconds >= this.#topicEnd) {
      this.#topic += 1;
      this.#topicEnd += between(this.#random, 120, 240);
    }
    while (seconds > this.#momentStart + burstSeconds) {
      this.#moment += 1;
      this.#momentStart = momentStart(this.seed, this.#moment, this.#momentStart);
    }
    const height = lift(seconds - this.#momentStart);
    const rate = this.#ordinaryRate + (this.peakRate - this.#ordinaryRate) * height;
    const scene = { topic: this.#topic, rate };
    return height > 0.15 ? { ...scene, moment: this.#moment } : scene;
  }
}

/** The first moment comes soon, so that a short run has one. */
function momentStart(seed: string, moment: number, before: number): number {
  const random = seeded(`moment ${seed} ${moment}`);
  return moment === 0
    ? between(random, 15, 30)
    : before + between(random, meanGapSeconds - 30, meanGapSeconds + 30);
}

/** Part of the time spent at the height of bursts, so that the mean rate stays what was asked for. */
function burstShare(seconds: number | undefined, seed: string): number {
  if (seconds === undefined) return burstWeight / meanGapSeconds;
  let weight = 0;
  let start = momentStart(seed, 0, 0);
  for (let moment = 1; start < seconds; moment += 1) {
    weight += weightUpTo(seconds - start);
    start = momentStart(seed, moment, start);
  }
  return weight / seconds;
}

/** The integral of `lift` over the first seconds of a burst, which a run may end in. */
function weightUpTo(seconds: number): number {
  const [rising, high] = [Math.min(seconds, 2), Math.min(Math.max(0, seconds - 2), 8)];
  const falling = Math.min(Math.max(0, seconds - 10), burstSeconds - 10);
  return (rising * rising) / 4 + high + 5 * (1 - Math.exp(-falling / 5));
}
