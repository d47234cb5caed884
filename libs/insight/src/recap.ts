import type { MessagePosted } from '@livechat/contracts';
import { linesOf } from './offline-summary-window.ts';
import { summaryMessage, type SummaryView } from './summary-view.ts';
import { LineCounter } from './window-counts.ts';

/** Messages a recap looks at closely; of a longer stream as many, at even distances. */
const mostMessages = 4_000;

/**
 * A whole stream in bounded memory: every message is counted, and topics, questions and quotes
 * come from an even sample. Which messages that are depends on the stream only.
 */
export class Recap {
  private kept: MessagePosted[] = [];
  private every = 1;
  private seen = 0;
  private first: number | undefined;
  private readonly counter = new LineCounter();

  /** The stream's next messages, oldest first. */
  add(messages: readonly MessagePosted[]): void {
    this.first ??= messages[0]?.offset;
    this.counter.add(linesOf(messages.map(summaryMessage)));
    for (const message of messages) {
      if (this.seen++ % this.every === 0) this.kept.push(message);
      if (this.kept.length > mostMessages) this.thin();
    }
  }

  view(): SummaryView {
    return {
      messages: this.kept.map(summaryMessage),
      earlier: [],
      counts: this.counter.counts(),
      ...(this.first !== undefined && { from: this.first }),
    };
  }

  private thin(): void {
    this.every *= 2;
    this.kept = this.kept.filter((_, i) => i % 2 === 0);
  }
}
