import type { AnalysisFrame, MessagePosted, Rules, Summary, You } from '@livechat/contracts';
import type { PlacedMoment, PlacedQuestion } from '../insight/stream-insight.ts';
import type { ChatRow } from './message-rows.ts';
import type { OwnMessage } from './own-messages.ts';
import type { ConnectionState } from './stream-connection.ts';
import type { WriterState } from './writing-bar.ts';

/** All that a page shows of a stream's chat at one moment. */
export interface ChatView {
  readonly connection: ConnectionState;
  readonly rows: readonly ChatRow[];
  readonly own: readonly OwnMessage[];
  readonly isFollowing: boolean;
  readonly unseen: number;
  readonly hasOlder: boolean;
  readonly hasNewer: boolean;
  readonly pinned: MessagePosted | undefined;
  readonly you: You | undefined;
  readonly rules: Rules | undefined;
  readonly writer: WriterState;
  readonly hasEnded: boolean;
  readonly viewers: number | undefined;
  readonly analysis: AnalysisFrame | undefined;
  readonly summary: Summary | undefined;
  readonly questions: readonly PlacedQuestion[];
  readonly moments: readonly PlacedMoment[];
}
