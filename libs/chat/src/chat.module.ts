import {
  ChatHistoryModule,
  CheckpointsModule,
  CountersModule,
  DatabaseModule,
  EventLogModule,
  FanoutModule,
  PresenceModule,
} from '@livechat/backends';
import { Module } from '@nestjs/common';
import { Access } from './access.ts';
import { ArchiveCover } from './archive-cover.ts';
import { AsyncApiController } from './asyncapi.controller.ts';
import { ChatGateway } from './chat.gateway.ts';
import { Commands } from './commands.ts';
import { Door } from './door.ts';
import { Feed } from './feed.ts';
import { HistoryReads } from './history-reads.ts';
import { HistoryController } from './history.controller.ts';
import { ImportController } from './import.controller.ts';
import { Importing } from './importing.ts';
import { Joining } from './joining.ts';
import { Limits } from './limits.ts';
import { ModerationController } from './moderation.controller.ts';
import { Moderation } from './moderation.ts';
import { OutboxForwarder } from './outbox-forwarder.ts';
import { RecentMessages } from './recent-messages.ts';
import { Recall } from './recall.ts';
import { RevokedSessions } from './revoked-sessions.ts';
import { Sending } from './sending.ts';
import { SessionWatch } from './session-watch.ts';
import { SocketServer } from './socket-server.ts';
import { StreamBroadcaster } from './stream-broadcaster.ts';
import { StreamPast } from './stream-past.ts';
import { TurnRules } from './turn-rules.ts';
import { Viewers } from './viewers.ts';

/** chat-service: sockets, sending, moderation, history, imports, the SSE feed of a stream. */
@Module({
  imports: [
    ChatHistoryModule,
    CheckpointsModule,
    CountersModule,
    DatabaseModule,
    EventLogModule,
    FanoutModule,
    PresenceModule,
  ],
  controllers: [AsyncApiController, HistoryController, ImportController, ModerationController],
  providers: [
    Access,
    ArchiveCover,
    ChatGateway,
    Commands,
    Door,
    Feed,
    HistoryReads,
    Importing,
    Joining,
    Limits,
    Moderation,
    OutboxForwarder,
    RecentMessages,
    Recall,
    RevokedSessions,
    Sending,
    SessionWatch,
    SocketServer,
    StreamBroadcaster,
    StreamPast,
    TurnRules,
    Viewers,
  ],
})
export class ChatModule {}
