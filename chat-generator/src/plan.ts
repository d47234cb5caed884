import { personas } from './personas.ts';
import { gaming } from './phrases/gaming.ts';
import type { Show } from './phrases/show.ts';
import { talk } from './phrases/talk.ts';
import { seeded } from './random.ts';
import { script } from './script.ts';

/** A line somebody is to say. */
export interface PlannedLine {
  /** Milliseconds since the begin. */
  readonly at: number;
  /** Index into the plan's names. */
  readonly chatter: number;
  readonly text: string;
  /** It answers a recent message of the stream. */
  readonly answers: boolean;
}

/** What is to be said in one stream. */
export interface StreamPlan {
  readonly title: string;
  /** The chatters' names. */
  readonly names: readonly string[];
  readonly lines: Iterable<PlannedLine> | AsyncIterable<PlannedLine>;
  /** Without regard to times: the next line as soon as its chatter is done with the one before. */
  readonly unpaced?: boolean;
}

export interface ScriptedOptions {
  readonly streams: number;
  readonly chatters: number;
  /** Messages a second over all streams. */
  readonly rate: number;
  readonly seed: string;
  /** Height of bursts over the ordinary rate. */
  readonly burst: number;
  readonly seconds?: number | undefined;
}

export const shows: readonly Show[] = [gaming, talk];

/** Plans for streams of all shows in turn, chatters and rate spread evenly over them. */
export function scriptedPlans(options: ScriptedOptions): readonly StreamPlan[] {
  return Array.from({ length: options.streams }, (_, number) => {
    const show = shows[number % shows.length]!;
    const title = options.streams > shows.length ? `${show.title} #${number + 1}` : show.title;
    return { ...scriptedPlan(show, options, number), title };
  });
}

/** The plan of one stream of those asked for. */
export function scriptedPlan(
  show: Show,
  { streams, chatters, rate, seed, burst, seconds }: ScriptedOptions,
  number: number,
): StreamPlan {
  const own = `${seed} ${number}`;
  const count = Math.floor(chatters / streams) + (number < chatters % streams ? 1 : 0);
  const people = personas(show, count, seeded(`people ${own}`));
  return {
    title: show.title,
    names: people.map(({ name }) => name),
    lines: script(show, people, { rate: rate / streams, burst, seconds }, own),
  };
}
