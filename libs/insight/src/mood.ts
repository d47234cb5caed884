/**
 * What each chatter adds to the mood, in whole numbers: sums over his messages of weight by age
 * (`aged`), that times the share of a vote (`voting`), and that times the score in thousandths
 * (`leaning`). Entry i belongs to chatter i; entries without weight do not count.
 */
export interface Votes {
  readonly aged: Float64Array;
  readonly voting: Float64Array;
  readonly leaning: Float64Array;
}

export interface Mood {
  readonly mood: number;
  readonly low: number;
  readonly high: number;
}

/** A whole vote in the unit of shares. */
export const wholeVote = 4_096;

/** Weight of a message in the window's newest piece. */
const fullWeight = 1_024;

/** Weights by age in pieces: halved every third of the window. */
export const agedWeights = (pieces: number): readonly number[] =>
  Array.from({ length: pieces }, (_, age) => Math.round(fullWeight * 2 ** (-age / (pieces / 3))));

/** The share of a vote that each of n chatters who say much the same has: together 1 + log2 n. */
export const sharedVote = (chatters: number): number =>
  chatters <= 1 ? wholeVote : Math.round((wholeVote * (1 + Math.log2(chatters))) / chatters);

/** Weight of what is believed before anyone spoke: this many chatters at 0 with this variance. */
const priorVoters = 1;
const priorVariance = 500 ** 2;
/** Degrees of freedom that the prior's variance stands for. */
const priorFreedom = 2;

/**
 * Mean of the chatters' values, −1…1, one chatter one vote, and a 95 % interval around it: that of
 * Student's t over chatters, widened for few by a weak prior at 0.
 */
export function moodOf(votes: Votes): Mood {
  const sums = { votes: 0, squares: 0, leaning: 0 };
  forEachVoter(votes, (share, _, leaning) => {
    sums.votes += share;
    sums.squares += share * share;
    sums.leaning += leaning;
  });
  if (sums.votes === 0) return { mood: 0, low: -1, high: 1 };
  const mean = Math.round(sums.leaning / sums.votes);
  let spread = 0;
  forEachVoter(votes, (share, value) => (spread += share * (value - mean) ** 2));
  const voters = (sums.votes / sums.squares) * sums.votes;
  return interval(mean, spread / sums.votes, voters);
}

function interval(mean: number, variance: number, voters: number): Mood {
  const freedom = voters - 1 + priorFreedom;
  const pooled = (voters * variance + priorFreedom * priorVariance) / freedom;
  const half = studentT(Math.floor(freedom)) * Math.sqrt(pooled / voters);
  const centre = (mean * voters) / (voters + priorVoters);
  return {
    mood: thousandths(mean),
    low: thousandths(Math.min(mean, centre - half)),
    high: thousandths(Math.max(mean, centre + half)),
  };
}

/** Calls back with each chatter's share of a vote, his value in thousandths, and share times value. */
function forEachVoter(votes: Votes, each: (share: number, value: number, leaning: number) => void) {
  const { aged, voting, leaning } = votes;
  for (let i = 0; i < aged.length; i++) {
    const weight = aged[i] ?? 0;
    if (weight === 0) continue;
    const share = Math.round((voting[i] ?? 0) / weight);
    const value = Math.round((leaning[i] ?? 0) / (voting[i] ?? 1));
    each(share, value, Math.round((leaning[i] ?? 0) / weight));
  }
}

const thousandths = (milli: number): number => {
  const whole = Math.round(Math.max(-1_000, Math.min(1_000, milli)));
  return whole === 0 ? 0 : whole / 1_000;
};

/** Two-sided 95 % quantiles of Student's t for 1…30 degrees of freedom, then a few beyond. */
const quantiles = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145,
  2.131, 2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048,
  2.045, 2.042,
];

function studentT(freedom: number): number {
  const near = quantiles[Math.max(1, freedom) - 1];
  if (near !== undefined) return near;
  if (freedom < 40) return 2.042;
  if (freedom < 60) return 2.021;
  return freedom < 120 ? 2 : 1.98;
}
