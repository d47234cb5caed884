import type { Summary, SummaryRequest } from '@livechat/contracts';
import type { ChatHistory, Counters, EventLog, LogHandler, LogRecord } from '@livechat/backends';
import type { Logger, Metrics } from '@livechat/runtime';
import type { ModelWriter, Written } from './model-writer.ts';
import { offlineSummary, type SummaryContent } from './offline-summary.ts';
import type { SummaryView } from './summary-view.ts';
import type { SummaryWindow } from './summary-window.ts';

type Request = LogRecord<'summary-requests'>;

export interface SummarizerParts {
  readonly log: EventLog;
  readonly history: ChatHistory;
  readonly counters: Counters;
  readonly window: SummaryWindow;
  /** Undefined where no key is set: every summary is counted then. */
  readonly writer: ModelWriter | undefined;
}

const remembered = 10_000;
const answeredTtlMs = 60 * 60_000;
/** A request with that many newer ones of its stream behind it is not worth a call of the model. */
const backlog = 3;
/** Earlier summaries that the model is told of when it sums up a whole stream. */
const pastOfRecap = 20;

/**
 * Answers each request of a stream once per revision: by the model where there is one, else, and
 * whenever that fails, from counted facts. Never an error text.
 */
export class Summarizer implements LogHandler<'summary-requests'> {
  private readonly answered = new Set<string>();
  /** Made and not yet durable: a failed append costs no second call of the model. */
  private readonly made = new Map<string, Summary>();

  constructor(
    private readonly parts: SummarizerParts,
    private readonly metrics: Metrics,
    private readonly logger: Logger,
  ) {}

  async handle(records: readonly Request[]): Promise<void> {
    this.trace(records);
    const requests = newestRevisions(records);
    for (const [i, request] of requests.entries()) {
      await this.answer(request, requests.length - 1 - i >= backlog);
    }
  }

  /** At level debug: the messages whose traces the analyzer has followed. */
  private trace(records: readonly Request[]): void {
    if (!this.logger.isDebug) return;
    for (const { key: streamId, value, headers } of records) {
      const traces = headers['traces']?.split(' ');
      this.logger.debug({ streamId, request: value.id, traces }, 'Asked for a summary');
    }
  }

  private async answer(request: SummaryRequest, isLate: boolean): Promise<void> {
    const name = nameOf(request);
    if (await this.isAnswered(request)) return;
    const view = await this.parts.window.view(request);
    if (!(await this.isAffected(request))) return this.remember(name);
    const summary = this.made.get(name) ?? (await this.summary(request, view, isLate));
    keep(this.made, name, summary);
    await this.parts.log.append('summary-results', request.streamId, summary, { schema: '1' });
    this.logger.debug({ streamId: request.streamId, request: request.id }, 'Summarised');
    this.made.delete(name);
    this.remember(name);
    await this.parts.counters.put(answeredKey(name), '1', answeredTtlMs);
  }

  private async summary(
    request: SummaryRequest,
    view: SummaryView,
    isLate: boolean,
  ): Promise<Summary> {
    const { streamId, id, epoch, revision, upTo, at, final } = request;
    const { messages, from = request.from } = view;
    const counted = offlineSummary(messages, view);
    const written = await this.written({ ...request, from }, view, counted, isLate);
    const content = 'summary' in written ? written.summary : counted;
    const source = 'summary' in written ? 'llm' : 'offline';
    this.metrics.summaries.inc({ source, outcome: written.outcome });
    const place = { streamId, id, epoch, revision, from, upTo, at, source } as const;
    return { ...place, ...(final && { final }), ...content };
  }

  /** What the model wrote, or why it did not. */
  private async written(
    request: SummaryRequest,
    { messages }: SummaryView,
    counted: SummaryContent,
    isLate: boolean,
  ): Promise<Written | { readonly outcome: 'no_key' | 'backlog' }> {
    const { writer } = this.parts;
    if (!writer) return { outcome: 'no_key' };
    const { streamId, from, final } = request;
    if (isLate && !final) return { outcome: 'backlog' };
    const past = await this.past(request);
    return writer.write({ streamId, messages, from, past, isRecap: final === true }, counted);
  }

  /** Earlier summaries of the stream, oldest first. What a removal made anew may stand in them still. */
  private async past(request: SummaryRequest): Promise<readonly Summary[]> {
    const { streamId, epoch, upTo, revision, final } = request;
    if (revision > 0) return [];
    const limit = final ? pastOfRecap : 1;
    const range = { streamId, epoch, before: upTo, limit, newest: true };
    return this.parts.history.page('summary', range);
  }

  /** Known here, in Counters across processes, and in the history across restarts. */
  private async isAnswered(request: SummaryRequest): Promise<boolean> {
    const name = nameOf(request);
    if (this.answered.has(name)) return true;
    if ((await this.parts.counters.get(answeredKey(name))) !== undefined) return true;
    const shown = await this.shown(request);
    return shown !== undefined && shown.revision >= request.revision;
  }

  /** Whether a revised request changes its summary: the message stood in its block, or was cited. */
  private async isAffected(request: SummaryRequest): Promise<boolean> {
    if (request.revision === 0) return true;
    const target = await this.parts.window.target(request);
    if (!target) return true;
    const from = request.final ? 0 : request.from;
    if (from <= target.offset && target.offset <= request.upTo) return true;
    const shown = await this.shown(request);
    return shown === undefined || citedBy(shown).has(target.offset);
  }

  /** The summary of the same request that the history has. */
  private async shown({ streamId, epoch, id, upTo }: SummaryRequest): Promise<Summary | undefined> {
    const range = { streamId, epoch, after: upTo - 1, before: upTo + 1, limit: 10 };
    const summaries = await this.parts.history.page('summary', range);
    return summaries.find((summary) => summary.id === id);
  }

  private remember(name: string): void {
    this.answered.add(name);
    const oldest = this.answered.values().next().value;
    if (this.answered.size > remembered && oldest !== undefined) this.answered.delete(oldest);
  }
}

const nameOf = ({ id, revision }: SummaryRequest): string => `${id}/${revision}`;
const answeredKey = (name: string): string => `summarized:${name}`;

/** New requests, in order; of several revisions of one only the highest, which is the one shown. */
function newestRevisions(records: readonly Request[]): readonly SummaryRequest[] {
  const requests = records.filter(({ replayed }) => !replayed).map(({ value }) => value);
  const highest = new Map<string, number>();
  for (const { id, revision } of requests) {
    highest.set(id, Math.max(revision, highest.get(id) ?? 0));
  }
  return requests.filter(({ id, revision }) => revision === highest.get(id));
}

/** Offsets of all messages a summary points at. */
const citedBy = ({ topics, questions, quotes }: Summary): ReadonlySet<number> =>
  new Set([
    ...topics.flatMap(({ offsets }) => offsets),
    ...[...questions, ...quotes].map(({ offset }) => offset),
  ]);

/** Keeps an entry, and forgets the oldest beyond 100. */
function keep<V>(map: Map<string, V>, key: string, value: V): void {
  map.set(key, value);
  const oldest = map.keys().next().value;
  if (map.size > 100 && oldest !== undefined) map.delete(oldest);
}
