import type { Metrics } from '@livechat/runtime';
import { Breaker } from './breaker.ts';
import { estimatedTokens, type Llm, type Asked, type LlmFailure } from './llm.ts';
import { modelSummary, promptOf } from './model-summary.ts';
import type { SummaryContent, SummaryMessage } from './offline-summary.ts';
import type { TokenBudget } from './token-budget.ts';

/** Why the model wrote nothing. */
export type NotWritten = LlmFailure | 'breaker' | 'budget';

/** Has the model write a summary, within its budget; says why it did not. */
export class ModelWriter {
  private readonly breaker = new Breaker();

  constructor(
    private readonly llm: Llm,
    private readonly budget: TokenBudget,
    private readonly metrics: Metrics,
    private readonly window: number,
  ) {}

  async write(
    streamId: string,
    messages: readonly SummaryMessage[],
    counted: SummaryContent,
  ): Promise<SummaryContent | NotWritten> {
    if (!this.breaker.isClosed) return 'breaker';
    const { prompt, byId } = promptOf(this.chosen(messages, counted));
    const reserved = estimatedTokens(prompt);
    if (!(await this.budget.reserve(streamId, reserved))) return 'budget';
    const asked = await this.ask(prompt);
    const { prompt: read = 0, completion = 0 } = asked.usage ?? {};
    await this.budget.settle(streamId, reserved, read + completion);
    this.metrics.llmTokens.inc({ kind: 'prompt' }, read);
    this.metrics.llmTokens.inc({ kind: 'completion' }, completion);
    if ('failure' in asked) return asked.failure;
    return modelSummary(asked.answer, byId, counted) ?? 'invalid';
  }

  private async ask(prompt: Parameters<Llm['ask']>[0]): Promise<Asked> {
    const end = this.metrics.llmSeconds.startTimer();
    const asked = await this.llm.ask(prompt);
    end();
    if ('failure' in asked) this.breaker.failed();
    else this.breaker.succeeded();
    return asked;
  }

  /** Of more messages than the prompt takes: those the counted summary cites, then the newest. */
  private chosen(messages: readonly SummaryMessage[], counted: SummaryContent) {
    if (messages.length <= this.window) return messages;
    const cited = new Set([
      ...counted.quotes.map(({ offset }) => offset),
      ...counted.questions.map(({ offset }) => offset),
      ...counted.topics.flatMap(({ offsets }) => offsets),
    ]);
    const newestFirst = messages.toReversed();
    const ranked = [
      ...newestFirst.filter(({ offset }) => cited.has(offset)),
      ...newestFirst.filter(({ offset }) => !cited.has(offset)),
    ];
    return ranked.slice(0, this.window).sort((a, b) => a.offset - b.offset);
  }
}
