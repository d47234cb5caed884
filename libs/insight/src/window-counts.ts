import type { Line } from './offline-summary-window.ts';

/** What a summary's sentence tells of its messages in numbers. */
export interface WindowCounts {
  readonly messages: number;
  readonly chatters: number;
  readonly positive: number;
  readonly negative: number;
  readonly laughs: number;
  readonly hasWords: boolean;
}

/** Counts lines, however many, piece by piece. */
export class LineCounter {
  private messages = 0;
  private positive = 0;
  private negative = 0;
  private laughs = 0;
  private hasWords = false;
  private readonly chatters = new Set<string>();

  add(lines: readonly Line[]): this {
    for (const { author, analysis, content } of lines) {
      this.messages += 1;
      this.chatters.add(author.id);
      if (analysis.sentiment === 'positive') this.positive += 1;
      if (analysis.sentiment === 'negative') this.negative += 1;
      if (analysis.category === 'laughter') this.laughs += 1;
      this.hasWords ||= content.words > 0;
    }
    return this;
  }

  counts(): WindowCounts {
    const { messages, positive, negative, laughs, hasWords } = this;
    return { messages, chatters: this.chatters.size, positive, negative, laughs, hasWords };
  }
}
