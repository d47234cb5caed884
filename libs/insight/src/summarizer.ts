import type { Summary, SummaryRequest } from '@livechat/contracts';
import {
  type ChatHistory,
  type EventLog,
  type LogHandler,
  type LogRecord,
} from '@livechat/backends';
import type { Logger, Metrics } from '@livechat/runtime';
import type { ModelWriter } from './model-writer.ts';
import { offlineSummary, type SummaryContent } from './offline-summary.ts';
import type { SummaryWindow } from './summary-window.ts';

type Request = LogRecord<'summary-requests'>;

export interface SummarizerParts {
  readonly log: EventLog;
  readonly history: ChatHistory;
  readonly window: SummaryWindow;
  /** Undefined where no key is set: every summary is counted then. */
  readonly writer: ModelWriter | undefined;
}

const remembered = 10_000;

/**
 * Answers each request of a stream once per revision: by the model where there is one, else, and
 * whenever that fails, from counted facts. Never an error text.
 */
export class Summarizer implements LogHandler<'summary-requests'> {
  private readonly answered = new Set<string>();

  constructor(
    private readonly parts: SummarizerParts,
    private readonly metrics: Metrics,
    private readonly logger: Logger,
  ) {}

  async handle(records: readonly Request[]): Promise<void> {
    for (const { value, replayed } of records) if (!replayed) await this.answer(value);
  }

  private async answer(request: SummaryRequest): Promise<void> {
    const name = `${request.id}/${request.revision}`;
    if (this.answered.has(name) || (await this.isAnswered(request))) return;
    const messages = await this.parts.window.messages(request);
    const counted = offlineSummary(messages);
    const { content, source } = await this.written(request, messages, counted);
    const { streamId, id, epoch, revision, from, upTo, at } = request;
    const place = { streamId, id, epoch, revision, from, upTo, at };
    const summary: Summary = { ...place, source, ...content };
    await this.parts.log.append('summary-results', streamId, summary, { schema: '1' });
    this.remember(name);
  }

  private async written(
    { streamId }: SummaryRequest,
    messages: Parameters<ModelWriter['write']>[1],
    counted: SummaryContent,
  ): Promise<{ content: SummaryContent; source: Summary['source'] }> {
    const { writer } = this.parts;
    const written = writer ? await writer.write(streamId, messages, counted) : 'no_key';
    if (typeof written === 'object') {
      this.metrics.summaries.inc({ source: 'llm', outcome: 'ok' });
      return { content: written, source: 'llm' };
    }
    this.metrics.summaries.inc({ source: 'offline', outcome: written });
    if (writer) this.logger.warn({ streamId, why: written }, 'The model wrote no summary');
    return { content: counted, source: 'offline' };
  }

  /** The history knows what was answered before a restart; the highest revision is what counts. */
  private async isAnswered({ streamId, epoch, id, upTo, revision }: SummaryRequest) {
    const range = { streamId, epoch, after: upTo - 1, before: upTo + 1, limit: 10 };
    const summaries = await this.parts.history.page('summary', range);
    return summaries.some((summary) => summary.id === id && summary.revision >= revision);
  }

  private remember(name: string): void {
    this.answered.add(name);
    const oldest = this.answered.values().next().value;
    if (this.answered.size > remembered && oldest !== undefined) this.answered.delete(oldest);
  }
}
