import { AppError } from '@livechat/contracts';
import { Injectable } from '@nestjs/common';
import type { StreamState } from './access.ts';
import { Limits } from './limits.ts';
import { sameness } from './rules.ts';

/** What somebody is about to say. */
export interface Turn {
  readonly authorId: string;
  /** The message's own id: a resend is no second message. */
  readonly id: string;
  readonly text: string;
}

const duplicateMs = 30_000;

/** Rules that need memory: slow mode, and saying the same again within 30 s. */
@Injectable()
export class TurnRules {
  constructor(private readonly limits: Limits) {}

  /** Takes note of the turn; throws `slow_mode` or `rules` where it is against them. */
  async judge({ id: streamId, rules }: StreamState, turn: Turn): Promise<void> {
    const own = `${streamId}:${turn.authorId}`;
    if (rules.duplicates) await this.refuseRepeat(own, turn);
    if (rules.slowModeSeconds > 0) await this.takeTurn(own, turn, rules.slowModeSeconds * 1_000);
    if (rules.duplicates) await this.limits.put(`said:${own}`, noteOf(turn), duplicateMs);
  }

  private async refuseRepeat(own: string, turn: Turn): Promise<void> {
    const note = await this.limits.get(`said:${own}`);
    if (note === undefined) return;
    const { id, said } = JSON.parse(note) as { id: string; said: string };
    if (id !== turn.id && said === sameness(turn.text)) {
      throw new AppError('rules', { rule: 'duplicate' });
    }
  }

  private async takeTurn(own: string, { id }: Turn, slowMs: number): Promise<void> {
    const { value, ttlMs } = await this.limits.add(`slow:${own}`, slowMs);
    if (value === 1) return this.limits.put(`slow-turn:${own}`, id, slowMs);
    if ((await this.limits.get(`slow-turn:${own}`)) === id) return;
    throw new AppError('slow_mode', { retryAfterMs: Math.ceil(ttlMs) });
  }
}

const noteOf = ({ id, text }: Turn): string => JSON.stringify({ id, said: sameness(text) });
