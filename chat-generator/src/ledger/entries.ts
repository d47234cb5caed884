import type { ErrorCode, LogEventType } from '@livechat/contracts';

/** How a viewer got an event: live, in the answer to a join, or by asking for a gap. */
export type Way = 'live' | 'join' | 'fetch';

/** A posted message as somebody saw or stored it. */
interface Content {
  /** Id of the user it bears. */
  readonly author: string;
  /** CRC-32 of the text. */
  readonly crc: number;
  /** `run.sender.seq` of a valid stamp in the text. */
  readonly stamp?: string;
}

/** An event as a viewer or the history shows it; `content` stands for messages only. */
interface Shown {
  readonly stream: string;
  readonly epoch: number;
  readonly offset: number;
  readonly id: string;
  readonly kind: LogEventType;
  readonly content?: Content;
}

/**
 * One line of the ledger, written in the order things happened. Times (`t`, `due`) are ms since
 * 1970 with fractions. `INTENT` stands before every try to send, `due` is when it was planned.
 */
export type LedgerEntry =
  | { readonly type: 'RUN'; readonly run: string; readonly t: number; readonly stamps: boolean }
  /** `own`: nobody else writes there, so every message must be ours. */
  | { readonly type: 'STREAM'; readonly stream: string; readonly own: boolean }
  /** Again where a sender had to come back as another user. */
  | { readonly type: 'SENDER'; readonly sender: number; readonly user: string }
  | {
      readonly type: 'INTENT';
      readonly sender: number;
      readonly seq: number;
      readonly id: string;
      readonly stream: string;
      readonly crc: number;
      readonly due: number;
      readonly t: number;
    }
  | {
      readonly type: 'ACK';
      readonly id: string;
      readonly epoch: number;
      readonly offset: number;
      readonly t: number;
    }
  | { readonly type: 'NACK'; readonly id: string; readonly code: ErrorCode; readonly t: number }
  | { readonly type: 'UNKNOWN'; readonly id: string; readonly t: number }
  /**
   * A viewer's join; `recovered`: it goes on where it was. Otherwise its list begins anew and must
   * hold every event from offset `from` on.
   */
  | {
      readonly type: 'RECOVERED';
      readonly viewer: number;
      readonly stream: string;
      readonly epoch: number;
      readonly from: number;
      readonly recovered: boolean;
      readonly t: number;
    }
  /** `rendered` is false where the viewer dropped it, as it was not above its last. */
  | (Shown & {
      readonly type: 'SEEN';
      readonly viewer: number;
      readonly way: Way;
      readonly rendered: boolean;
      readonly t: number;
    })
  /** The viewer goes; `complete`: after waiting for everything there was. */
  | {
      readonly type: 'LEFT';
      readonly viewer: number;
      readonly stream: string;
      readonly complete: boolean;
      readonly t: number;
    }
  /**
   * One event of the dump of the history, ascending: `target` of a removal or a restoration,
   * `subject` of a ban or a time-out.
   */
  | (Shown & { readonly type: 'HISTORY'; readonly target?: number; readonly subject?: string });

export type EntryOf<T extends LedgerEntry['type']> = Extract<LedgerEntry, { type: T }>;
/** Takes entries in the order they happen; must not throw. */
export type Ledger = (entry: LedgerEntry) => void;
