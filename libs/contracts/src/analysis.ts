import { z } from 'zod';
import { id, timestamp } from './ids.ts';
import { epoch, offset } from './positions.ts';

export const sentiment = z.enum(['positive', 'neutral', 'negative']);
export type Sentiment = z.infer<typeof sentiment>;

export const category = z.enum([
  'praise',
  'criticism',
  'laughter',
  'question',
  'advice',
  'greeting',
  'other',
]);
export type Category = z.infer<typeof category>;

/** What the text engine says of one text: `score` −1…1, `toxicity` 0…1 (toxic from 0.5), `language` ISO 639-1 or `und`. */
export const textAnalysis = z.object({
  sentiment,
  score: z.number().min(-1).max(1),
  category,
  toxicity: z.number().min(0).max(1),
  language: z.string(),
});
export type TextAnalysis = z.infer<typeof textAnalysis>;

/** The label of one message, joined to it by offset. */
export const label = textAnalysis.omit({ language: true }).extend({ offset });
export type Label = z.infer<typeof label>;

const count = z.number().int().nonnegative();
const sentimentCounts = z.object({ positive: count, neutral: count, negative: count });
const categoryCounts = z.object({
  praise: count,
  criticism: count,
  laughter: count,
  question: count,
  advice: count,
  greeting: count,
  other: count,
});

/** Absolute counts since the stream began; `chatters` is at least that many when `chattersAtLeast` is set. */
export const totals = z.object({
  messages: count,
  chatters: count,
  chattersAtLeast: z.literal(true).optional(),
  sentiment: sentimentCounts,
  categories: categoryCounts,
  toxic: count,
});
export type Totals = z.infer<typeof totals>;

/** Counts of a window that ends at the frame's `at`, with its mood −1…1 and the 95 % interval around it. */
export const moodWindow = totals.extend({
  mood: z.number(),
  low: z.number(),
  high: z.number(),
});
export type MoodWindow = z.infer<typeof moodWindow>;

export const windows = z.object({ m1: moodWindow, m5: moodWindow, m15: moodWindow });
export type Windows = z.infer<typeof windows>;

/** Absolute values of one 10 s piece of a stream; `at` is its begin in ms. `score` is the sum of its messages' scores. */
export const bucket = totals
  .omit({ chattersAtLeast: true })
  .extend({ at: timestamp, score: z.number() });
export type Bucket = z.infer<typeof bucket>;

/**
 * An upsert by id; withdrawn where `askers` is 0. `text` is the clearest wording as somebody wrote it, `askers` are
 * distinct chatters, `offsets` the first of its messages and the newest, ascending. `at` is when it was last asked,
 * in ms. By `rank` a board orders them, highest first: what is loaded, or asked of one person, counts less.
 */
export const question = z.object({
  id: z.string(),
  text: z.string(),
  askers: count,
  offsets: z.array(offset),
  state: z.enum(['open', 'answered', 'dismissed']),
  at: timestamp,
  rank: count,
});
export type Question = z.infer<typeof question>;

/**
 * An upsert by id; withdrawn where `chatters` is 0. `from` and `upTo` are offsets, `peakAt` is when it happened: the
 * height of the reaction, ms, less the time people take to react. `label` is what most of its chatters wrote, as they
 * wrote it, "" where no two wrote alike; `category` what they wrote it for.
 */
export const moment = z.object({
  id: z.string(),
  from: offset,
  upTo: offset,
  peakAt: timestamp,
  chatters: count,
  label: z.string(),
  category,
  mood: z.number(),
});
export type Moment = z.infer<typeof moment>;

const analysisFields = {
  streamId: id,
  upTo: offset,
  at: timestamp,
  totals,
  windows,
  labels: z.array(label),
  questions: z.array(question),
  moments: z.array(moment),
};

/** A record of analysis-results; `id` is `<streamId>:<upTo>`, `buckets` hold absolute values of touched 10 s pieces. */
export const analysisRecord = z.object({
  id: z.string(),
  epoch,
  from: offset,
  ...analysisFields,
  buckets: z.array(bucket),
});
export type AnalysisRecord = z.infer<typeof analysisRecord>;

/** What clients get: at most two a second a stream, at most 100 labels (the newest). */
export const analysisFrame = z.object(analysisFields);
export type AnalysisFrame = z.infer<typeof analysisFrame>;

/** A record of summary-requests; `id` is `<streamId>:<messageCount>`, `count` the posted messages of the block. */
export const summaryRequest = z.object({
  id: z.string(),
  epoch,
  revision: offset,
  streamId: id,
  from: offset,
  upTo: offset,
  count,
  /** Event time of the request, ms. */
  at: timestamp,
  /** The request that a stream's end made: its summary is the recap. */
  final: z.literal(true).optional(),
});
export type SummaryRequest = z.infer<typeof summaryRequest>;

/** A summary and its receipts: every topic, question and quote names offsets of its messages. */
export const summary = z.object({
  streamId: id,
  id: z.string(),
  epoch,
  revision: offset,
  from: offset,
  upTo: offset,
  at: timestamp,
  source: z.enum(['llm', 'offline']),
  /** The recap of an ended stream: made from all of it. */
  final: z.literal(true).optional(),
  /** How many messages it was made from, and of how many chatters. */
  messages: count,
  chatters: count,
  oneLine: z.string(),
  topics: z.array(z.object({ label: z.string(), chatters: count, offsets: z.array(offset) })),
  questions: z.array(z.object({ offset, text: z.string(), askers: count })),
  quotes: z.array(z.object({ offset, text: z.string(), author: z.string() })),
});
export type Summary = z.infer<typeof summary>;

/** What a chatter did in a stream. */
export const chatterCounts = z.object({
  userId: z.string(),
  displayName: z.string(),
  messages: count,
});
export type ChatterCounts = z.infer<typeof chatterCounts>;
