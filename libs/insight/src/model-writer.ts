import type { Metrics } from '@livechat/runtime';
import { Breaker } from './breaker.ts';
import { estimatedTokens, type Asked, type Llm, type LlmFailure } from './llm.ts';
import { modelSummary, promptOf } from './model-summary.ts';
import { isPresentable } from './offline-summary-trust.ts';
import { linesOf, type Line } from './offline-summary-window.ts';
import type { SummaryContent, SummaryMessage } from './offline-summary.ts';
import type { TokenBudget } from './token-budget.ts';

/** Why the model wrote nothing, or nothing that may be shown. */
export type NotWritten = LlmFailure | 'breaker' | 'budget' | 'unfit' | 'too_few';

/** Failures of the service, not of what it was asked. */
const outages: readonly LlmFailure[] = ['timeout', 'rate_limited', 'error', 'invalid'];
/** Failures after which the service has certainly not been paid. */
const unpaid: readonly LlmFailure[] = ['rate_limited', 'error'];
/** With fewer lines there is nothing to sum up. */
const leastLines = 3;

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
    const lines = linesOf(messages);
    const chosen = this.chosen(lines.filter(isPresentable), counted);
    if (chosen.length < leastLines) return 'too_few';
    const { prompt, byId } = promptOf(chosen);
    const reserved = estimatedTokens(prompt);
    if (!(await this.budget.reserve(streamId, reserved))) return 'budget';
    const asked = this.breaker.tryCall() ? await this.ask(prompt) : undefined;
    await this.settle(streamId, reserved, asked);
    if (!asked) return 'breaker';
    if ('failure' in asked) return asked.failure;
    return modelSummary(asked.answer, byId, { counted, lines, messages }) ?? 'unfit';
  }

  private async ask(prompt: Parameters<Llm['ask']>[0]): Promise<Asked> {
    const end = this.metrics.llmSeconds.startTimer();
    const asked = await this.llm.ask(prompt);
    end();
    if ('failure' in asked && outages.includes(asked.failure)) this.breaker.failed();
    else this.breaker.succeeded();
    return asked;
  }

  /** What is not known to be unspent stays reserved. */
  private async settle(streamId: string, reserved: number, asked: Asked | undefined) {
    if (!asked) return this.budget.settle(streamId, reserved, 0);
    if (!asked.usage) {
      const isUnpaid = 'failure' in asked && unpaid.includes(asked.failure);
      return this.budget.settle(streamId, reserved, isUnpaid ? 0 : reserved);
    }
    const { prompt, completion } = asked.usage;
    this.metrics.llmTokens.inc({ kind: 'prompt' }, prompt);
    this.metrics.llmTokens.inc({ kind: 'completion' }, completion);
    return this.budget.settle(streamId, reserved, prompt + completion);
  }

  /** Of more lines than the prompt takes: those the counted summary cites, then the newest. */
  private chosen(lines: readonly Line[], counted: SummaryContent): readonly Line[] {
    if (lines.length <= this.window) return lines;
    const cited = new Set([
      ...counted.quotes.map(({ offset }) => offset),
      ...counted.questions.map(({ offset }) => offset),
      ...counted.topics.flatMap(({ offsets }) => offsets),
    ]);
    const newestFirst = lines.toReversed();
    const ranked = [
      ...newestFirst.filter(({ offset }) => cited.has(offset)),
      ...newestFirst.filter(({ offset }) => !cited.has(offset)),
    ];
    return ranked.slice(0, this.window).sort((a, b) => a.offset - b.offset);
  }
}
