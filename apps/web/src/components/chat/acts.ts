import type { MessageRow } from '../../chat/message-rows.ts';
import type { StreamChat } from '../../chat/stream-chat.ts';

/** Who looks at the chat. */
export interface Me {
  readonly id: string;
  readonly displayName: string;
}

/** What one may do with a message or its author. */
export type Act =
  | { readonly name: 'reply' }
  | { readonly name: 'copy' }
  | { readonly name: 'remove' | 'restore' | 'pin' }
  | { readonly name: 'timeOut'; readonly seconds: number }
  | { readonly name: 'ban'; readonly removeMessages: boolean };

export const timeOuts = [60, 600, 3_600, 86_400] as const;

/** Does an act at the server; rejects with RequestError. Copying and replying stay in this browser. */
export function perform(
  chat: Pick<StreamChat, 'act'>,
  act: Exclude<Act, { name: 'reply' | 'copy' }>,
  { place, message }: MessageRow,
): Promise<unknown> {
  const { streamId, author } = message;
  const ofMessage = { streamId, offset: place.offset };
  const ofAuthor = { streamId, userId: author.id };
  switch (act.name) {
    case 'remove':
      return chat.act('message:remove', ofMessage);
    case 'restore':
      return chat.act('message:restore', ofMessage);
    case 'pin':
      return chat.act('message:pin', ofMessage);
    case 'timeOut':
      return chat.act('chatter:timeout', { ...ofAuthor, seconds: act.seconds });
    case 'ban':
      return chat.act('chatter:ban', { ...ofAuthor, removeMessages: act.removeMessages });
  }
}
