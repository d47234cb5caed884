import type { Summary } from '@livechat/contracts';
import type { Logger, Metrics } from '@livechat/runtime';
import { createHash } from 'node:crypto';
import { Breaker } from './breaker.ts';
import { estimatedTokens, type Asked, type Llm, type LlmFailure, type Prompt } from './llm.ts';
import { founded } from './model-checks.ts';
import { Evidence } from './model-evidence.ts';
import { chosenLines, promptOf, toldBefore } from './model-prompt.ts';
import { modelSummary, type Unfit } from './model-summary.ts';
import { linesOf } from './offline-summary-window.ts';
import type { SummaryContent, SummaryMessage } from './offline-summary.ts';
import type { Reservation, TokenBudget } from './token-budget.ts';
import { worthless, type Worthless } from './worth-asking.ts';

/** Why the model wrote nothing, or nothing that may be shown. */
export type NotWritten =
  LlmFailure | Worthless | 'breaker' | 'budget' | 'foreign_ids' | 'wrong_language' | 'unfit';

export type Written =
  | { readonly summary: SummaryContent; readonly outcome: 'ok' | 'doubtful' }
  | { readonly outcome: NotWritten };

/** What the model is to sum up. */
export interface Task {
  readonly streamId: string;
  readonly messages: readonly SummaryMessage[];
  /** Offset of the first message of the block. */
  readonly from: number;
  /** Earlier summaries of the stream, oldest first. */
  readonly past: readonly Summary[];
  /** The whole stream is to be summed up, not its newest messages. */
  readonly isRecap: boolean;
}

/** Failures of the service, not of what it was asked. */
const outages: readonly LlmFailure[] = ['timeout', 'rate_limited', 'error', 'invalid'];
/** Failures without an answer: their tries count where they may have been paid. */
const unpaid: readonly LlmFailure[] = ['timeout', 'rate_limited', 'error'];
/** A sentence less founded on the window than this is shown, and counted as doubtful. */
const leastFounded = 0.17;
/** Failures that the model may mend when it is told of them. */
const mendable: Readonly<Partial<Record<LlmFailure | Unfit, string>>> = {
  invalid: 'it was no JSON of the schema',
  too_long: 'it was too long',
  foreign_ids: 'it named an id that is not in the array',
  not_plain: 'it held a link, markup or hidden characters',
  order: 'it spoke to somebody instead of summing up',
  length: 'oneLine was not one sentence of at most 200 characters',
  number: 'it held a number that nobody wrote',
  count: 'it counted people or messages',
  name: 'it held a name that nobody wrote',
  language: 'it was not in the language of most messages',
  mood: 'its mood was not that of the messages',
  copied: 'it repeated the words of a message',
  unfounded: 'it was about something else than the messages',
};

/** Has the model write a summary, within its budget; says why it did not. */
export class ModelWriter {
  private readonly breaker = new Breaker();

  constructor(
    private readonly llm: Llm,
    private readonly budget: TokenBudget,
    private readonly metrics: Metrics,
    private readonly logger: Logger,
    /** Texts a prompt takes. */
    private readonly window: number,
  ) {}

  /** `counted` is the summary without a model, of the same messages. */
  async write(task: Task, counted: SummaryContent): Promise<Written> {
    const lines = linesOf(task.messages);
    const { isRecap, past, from } = task;
    const told = past.findLast(({ source }) => source === 'llm')?.upTo ?? -1;
    const isWorthless = worthless({ lines, from, told: isRecap ? -1 : told });
    if (isWorthless) return { outcome: isWorthless };
    const chosen = chosenLines(lines, counted, { most: this.window, isRecap });
    const { prompt: messages, byId } = promptOf(chosen);
    const evidence = new Evidence(counted, lines, task.messages);
    const prompt: Prompt = { messages, earlier: toldBefore(past) };
    const check = (asked: Asked) =>
      'failure' in asked
        ? { unfit: asked.failure }
        : modelSummary(asked.answer, byId, evidence, counted);
    const written = await this.attempts(task.streamId, prompt, check);
    if (typeof written === 'string') return { outcome: outcomeOf(written) };
    const isDoubtful = founded(written.oneLine, evidence) < leastFounded;
    return { summary: written, outcome: isDoubtful ? 'doubtful' : 'ok' };
  }

  /** Asks once, and where the answer can be mended once more. */
  private async attempts(streamId: string, prompt: Prompt, check: Check) {
    const first = await this.attempt(streamId, prompt, check);
    const fault = typeof first === 'string' ? mendable[first as LlmFailure | Unfit] : undefined;
    if (fault === undefined) return first;
    const repair = `Your answer before was refused: ${fault}. Answer anew.`;
    return this.attempt(streamId, { ...prompt, repair }, check);
  }

  private async attempt(streamId: string, prompt: Prompt, check: Check) {
    const tokens = estimatedTokens(prompt);
    const reservation = await this.budget.reserve(streamId, tokens);
    if (!reservation) return 'budget';
    if (!this.breaker.tryCall()) return reservation.settle(0).then(() => 'breaker' as const);
    const asked = await this.ask(prompt, reservation, tokens);
    const checked = check(asked);
    if ('summary' in checked) return checked.summary;
    const hash = createHash('sha256').update(JSON.stringify(prompt)).digest('hex').slice(0, 16);
    this.logger.warn({ streamId, why: checked.unfit, prompt: hash }, 'The model wrote no summary');
    return checked.unfit;
  }

  private async ask(prompt: Prompt, reservation: Reservation, tokens: number): Promise<Asked> {
    const end = this.metrics.llmSeconds.startTimer();
    const asked = await this.llm.ask(prompt, () => reservation.more(tokens));
    end();
    if ('failure' in asked && outages.includes(asked.failure)) this.breaker.failed();
    else this.breaker.succeeded();
    await reservation.settle(this.spent(asked, tokens));
    return asked;
  }

  /** What is not known to be unspent counts as spent. */
  private spent({ usage, unanswered, ...asked }: Asked, tokens: number): number {
    const isUnpaid = 'failure' in asked && unpaid.includes(asked.failure);
    if (usage) {
      this.metrics.llmTokens.inc({ kind: 'prompt' }, usage.prompt);
      this.metrics.llmTokens.inc({ kind: 'completion' }, usage.completion);
    }
    return unanswered * tokens + (usage ? usage.prompt + usage.completion : isUnpaid ? 0 : tokens);
  }
}

type Check = (
  asked: Asked,
) => { readonly summary: SummaryContent } | { readonly unfit: LlmFailure | Unfit };

/** The outcome as metrics name it: what is wrong with the words stands in the log. */
function outcomeOf(why: LlmFailure | Unfit | 'budget' | 'breaker'): NotWritten {
  switch (why) {
    case 'language':
      return 'wrong_language';
    case 'foreign_ids':
    case 'budget':
    case 'breaker':
    case 'timeout':
    case 'rate_limited':
    case 'refused':
    case 'too_long':
    case 'invalid':
    case 'error':
      return why;
    default:
      return 'unfit';
  }
}
