import { rates, type Persona } from './personas.ts';
import type { Show, Topic, Voice } from './phrases/show.ts';
import {
  chance,
  exponential,
  pick,
  pickZipf,
  seeded,
  weightedIndex,
  type Random,
} from './random.ts';
import { Timetable, type Pace, type Scene } from './timetable.ts';
import { echo, inManner, inOwnWords, laughter } from './wording.ts';

export type LineKind =
  'greeting' | 'short' | 'remark' | 'reaction' | 'laugh' | 'emotes' | 'question' | 'jab' | 'echo';

/** A line of a scripted stream. */
export interface ScriptLine {
  /** Milliseconds since the begin. */
  readonly at: number;
  /** Index of the chatter who says it. */
  readonly chatter: number;
  readonly text: string;
  readonly kind: LineKind;
  /** It answers a recent message. */
  readonly answers: boolean;
}

type Mix = readonly (readonly [LineKind, number])[];
/** Shares of the kinds of lines, per hundred: between the moments, and in one. */
const calm: Mix = [
  ['short', 27],
  ['remark', 32],
  ['emotes', 20],
  ['laugh', 8],
  ['question', 8],
  ['greeting', 4.4],
  ['jab', 0.6],
];
const excited: Mix = [
  ['reaction', 27],
  ['emotes', 23],
  ['echo', 16],
  ['laugh', 12],
  ['short', 17],
  ['remark', 3.5],
  ['question', 1.2],
  ['jab', 0.3],
];

/** A person of his own will writes no oftener than this (a second), and pauses between lines (ms). */
const mostPerChatter = 0.5;
const pauseMs = 1_200;

/** The chat of one scripted stream, in time order; the same seed gives the same lines. */
export function* script(
  show: Show,
  people: readonly Persona[],
  pace: Pace,
  seed: string,
): Generator<ScriptLine, void, undefined> {
  const random = seeded(`script ${seed}`);
  const timetable = new Timetable(pace, seed);
  const speakers = new Speakers(people, pace.rate);
  for (let seconds = 0; ;) {
    seconds += exponential(random, timetable.peakRate);
    if (pace.seconds !== undefined && seconds >= pace.seconds) return;
    const scene = timetable.at(seconds);
    // Thinning: of arrivals at the peak rate each stays with the probability of the rate in force.
    if (!chance(random, scene.rate / timetable.peakRate)) continue;
    const at = Math.floor(seconds * 1_000);
    const chatter = speakers.next(at, scene, random);
    yield { at, chatter, ...line(show, people, chatter, scene, random) };
  }
}

/** Who speaks next: the busy more than the quiet, though in a moment also those who only watched. */
class Speakers {
  readonly #usual: (random: Random) => number;
  readonly #lastAt: Float64Array;
  readonly #pauseMs: number;

  constructor(people: readonly Persona[], rate: number) {
    this.#usual = weightedIndex(rates(people, rate, mostPerChatter));
    this.#lastAt = new Float64Array(people.length).fill(-Infinity);
    // Where so few must write so much, nobody can pause.
    this.#pauseMs = rate / people.length > mostPerChatter ? 0 : pauseMs;
  }

  next(at: number, scene: Scene, random: Random): number {
    let chatter = this.#draw(scene, random);
    for (let tries = 0; tries < 8 && at - this.#lastAt[chatter]! < this.#pauseMs; tries += 1) {
      chatter = this.#draw(scene, random);
    }
    this.#lastAt[chatter] = at;
    return chatter;
  }

  #draw(scene: Scene, random: Random): number {
    const anybody = scene.moment !== undefined && chance(random, 0.4);
    return anybody ? Math.floor(random() * this.#lastAt.length) : this.#usual(random);
  }
}

function line(
  show: Show,
  people: readonly Persona[],
  chatter: number,
  scene: Scene,
  random: Random,
): Omit<ScriptLine, 'at' | 'chatter'> {
  const person = people[chatter]!;
  const voice = show.voices[person.language];
  const topic = voice.topics[scene.topic % voice.topics.length]!;
  const kind = drawn(scene.moment === undefined ? calm : excited, random);
  const text = words[kind]({ person, voice, topic, moment: scene.moment ?? 0, random });
  const talks = kind === 'short' || kind === 'remark';
  const mentions = talks && chance(random, 0.06);
  return {
    kind,
    text: mentions ? `@${pick(random, people).name} ${text}` : text,
    answers: talks && !mentions && chance(random, 0.07),
  };
}

function drawn(mix: Mix, random: Random): LineKind {
  let left = random() * mix.reduce((sum, [, share]) => sum + share, 0);
  for (const [kind, share] of mix) if ((left -= share) < 0) return kind;
  return 'short';
}

interface Turn {
  readonly person: Persona;
  readonly voice: Voice;
  readonly topic: Topic;
  readonly moment: number;
  readonly random: Random;
}

const momentOf = ({ topic, moment }: Turn) => topic.moments[moment % topic.moments.length]!;
const plain = (lines: (turn: Turn) => readonly string[]) => (turn: Turn) =>
  inManner(turn.person, pickZipf(turn.random, lines(turn)), turn.random);
/** What takes a thought is repeated less than a short cry. */
const thought = (lines: (turn: Turn) => readonly string[]) => (turn: Turn) => {
  const { person, random } = turn;
  const text = chance(random, 0.3) ? pickZipf(random, lines(turn)) : pick(random, lines(turn));
  return inManner(person, inOwnWords(person, text, random), random);
};

/** How a line of each kind comes about. */
const words: Readonly<Record<LineKind, (turn: Turn) => string>> = {
  greeting: plain(({ voice }) => voice.greetings),
  short: plain(({ voice }) => voice.shorts),
  remark: thought(({ topic }) => topic.remarks),
  reaction: thought((turn) => momentOf(turn).reactions),
  jab: plain(({ voice }) => voice.jabs),
  laugh: ({ voice, random }) => laughter(pickZipf(random, voice.laughs), random),
  question: ({ topic, random }) => pick(random, pickZipf(random, topic.questions)),
  echo: (turn) => echo(turn.person, momentOf(turn).echoes[0]!, turn.random),
  emotes: (turn) => emotes(turn),
};

/** One to three emotes, mostly one repeated, in a moment mostly that moment's. */
function emotes(turn: Turn): string {
  const { random, person } = turn;
  const favourite = pick(random, person.emotes);
  const emote = chance(random, 0.5)
    ? favourite
    : pickZipf(random, chance(random, 0.5) ? momentOf(turn).emotes : turn.voice.emotes);
  const times = chance(random, 0.55) ? 1 : chance(random, 0.6) ? 2 : 3;
  return Array.from({ length: times }, () => emote).join(' ');
}
