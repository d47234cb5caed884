import type {
  Acks,
  AnalysisFrame,
  ClientEvent,
  ClientEventName,
  EventPage,
  Joined,
  Label,
  LogEvent,
  MessagePosted,
  Rules,
  Summary,
  You,
} from '@livechat/contracts';
import type { PageQuery } from '../api/history.ts';
import { RequestError } from '../api/http.ts';
import type { HandshakeAuth, OpenSocket } from '../api/socket.ts';
import { isNewerSummary } from '../insight/newer-summary.ts';
import type { StreamInsight } from '../insight/stream-insight.ts';
import { ChatLog } from './chat-log.ts';
import type { ChatView } from './chat-view.ts';
import type { Hole } from './event-sequence.ts';
import { isMessage, type Place } from './message-rows.ts';
import { MessagePages } from './message-pages.ts';
import { OwnMessages } from './own-messages.ts';
import { OwnStanding } from './own-standing.ts';
import { StreamConnection, type ConnectionState } from './stream-connection.ts';
import { isClosed, moderates, type WriterState } from './writing-bar.ts';

export interface ChatNeeds {
  readonly streamId: string;
  readonly open: OpenSocket;
  readonly auth: (renew: boolean) => Promise<HandshakeAuth>;
  /** Id of who is signed in here. */
  readonly me: () => string | undefined;
  readonly readHole: (hole: Hole) => Promise<readonly LogEvent[]>;
  readonly page: (query: PageQuery) => Promise<EventPage>;
  readonly labels: (after: number) => Promise<{ epoch: number; items: readonly Label[] }>;
  readonly newId: () => string;
  readonly now: () => number;
  /** Told what frames and events say of questions and moments. */
  readonly insight: StreamInsight;
  /** Something of the view is another now; told often, to be looked at once a frame. */
  readonly changed: () => void;
}

/** The chat of one stream as one person sees it. */
export class StreamChat {
  private readonly connection: StreamConnection;
  private readonly log: ChatLog;
  private readonly pages: MessagePages;
  private readonly own: OwnMessages;
  private readonly standing: OwnStanding;
  private state: ConnectionState = { name: 'connecting' };
  private last: Place = { epoch: 0, offset: -1 };
  private you: You | undefined;
  private rules: Rules | undefined;
  private slowUntil: number | undefined;
  private hasEnded = false;
  private isClosed = false;
  private viewers: number | undefined;
  private analysis: AnalysisFrame | undefined;
  private summary: Summary | undefined;

  constructor(private readonly needs: ChatNeeds) {
    const { streamId, open, auth, readHole, page, labels, changed, newId, now, me } = needs;
    this.standing = new OwnStanding(me, now);
    this.log = new ChatLog({ find: (place) => this.pages.find(place), changed }, () =>
      moderates(this.you),
    );
    this.pages = new MessagePages(this.log, { page, labels, changed });
    this.connection = new StreamConnection(
      { streamId, open, auth, read: readHole },
      {
        state: (state) => this.turned(state),
        joined: (joined, anew) => this.joined(joined, anew),
        events: (events) => this.heard(events),
        recovered: (messages) => this.recovered(messages),
        analysis: (frame) => this.analysed(frame),
        summary: (summary) => this.summarised(summary),
        viewers: (count) => this.counted(count),
      },
    );
    const send = (message: ClientEvent<'message:send'>) => this.send(message);
    const isVoid = (offset: number, at: number) => this.standing.isVoid(offset, at);
    this.own = new OwnMessages({ streamId, send, isVoid, changed, newId, now });
  }

  get view(): ChatView {
    const { window, pinned } = this.log;
    const { rows, isFollowing, unseen, hasOlder, hasNewer } = window;
    const { you, rules, hasEnded, viewers, analysis, summary, state } = this;
    const { questions, moments } = this.needs.insight;
    const own = this.own.list;
    const list = { rows, own, isFollowing, unseen, hasOlder, hasNewer, pinned };
    const writer = this.writer;
    const told = { viewers, analysis, summary, questions, moments };
    return { connection: state, ...list, you, rules, writer, hasEnded, ...told };
  }

  start(): void {
    this.connection.start();
  }

  stop(): void {
    this.connection.stop();
    this.own.stop();
  }

  /** The network is back, or the page is looked at again: no waiting for the next attempt. */
  hurry(): void {
    this.connection.hurry();
  }

  /** Known from elsewhere, e.g. from the stream's own data. */
  ended(): void {
    this.hasEnded = true;
    this.needs.changed();
  }

  /** Somebody signed in or out. */
  reidentify(): void {
    this.own.abandon();
    this.standing.forget();
    this.slowUntil = undefined;
    this.own.close();
    this.connection.reidentify();
  }

  /** Answers false where too many wait to be sent. */
  write(text: string, replyTo?: MessagePosted): boolean {
    const quote = replyTo && {
      offset: replyTo.offset,
      author: replyTo.author.displayName,
      text: replyTo.text,
    };
    return this.own.write(text, quote);
  }

  resend(id: string): void {
    this.own.resend(id);
  }

  dismiss(id: string): void {
    this.own.dismiss(id);
  }

  /** Acts on a message or a chatter; rejects with RequestError. */
  act<E extends ClientEventName>(name: E, payload: ClientEvent<E>): Promise<Acks[E]> {
    return this.connection.ask(name, payload);
  }

  /** The reader goes to the end and on with it, or stays where he is. */
  follow(isFollowing: boolean): void {
    if (isFollowing) this.log.window.follow();
    else this.log.window.hold();
    this.needs.changed();
  }

  older(): Promise<void> {
    return this.pages.older();
  }

  newer(): Promise<void> {
    return this.pages.newer();
  }

  /** Shows a message of elsewhere; answers false where it is not there (any more). */
  around(place: Place): Promise<boolean> {
    return this.pages.around(place);
  }

  /** Shows what was written from a place on; answers where that begins, undefined where nothing was. */
  near(place: Place): Promise<Place | undefined> {
    return this.pages.near(place);
  }

  private get writer(): WriterState {
    const { you, rules, hasEnded, isClosed, slowUntil, standing } = this;
    return {
      isSignedIn: this.needs.me() !== undefined,
      hasEnded,
      isClosed,
      you,
      rules,
      isBanned: standing.isBanned || you?.banned === true,
      timedOutUntil: standing.timedOutUntil ?? you?.timedOutUntil,
      slowUntil: slowUntil ?? you?.slowModeUntil,
    };
  }

  private turned(state: ConnectionState): void {
    this.state = state;
    if (state.name === 'live') this.own.open();
    else this.own.close();
    this.needs.changed();
  }

  private joined(joined: Joined, anew: boolean): void {
    this.you = joined.you;
    this.rules = joined.rules;
    this.viewers = joined.viewers;
    this.isClosed = isClosed(joined, this.needs.now());
    this.standing.forget();
    if (anew) this.begin(joined);
    if (joined.analysis) this.analysed(joined.analysis);
    if (joined.summary) this.summarised(joined.summary);
    this.needs.changed();
  }

  /** The list begins anew with the newest events. */
  private begin({ epoch, head, events }: Joined): void {
    this.analysis = undefined;
    this.summary = undefined;
    this.log.begin(epoch);
    this.last = { epoch, offset: -1 };
    this.heard(events);
    this.passed({ epoch, offset: Math.max(head, this.last.offset) });
    void this.pages.labelFrom(this.log.window.firstPlace);
  }

  private heard(events: readonly LogEvent[]): void {
    for (const event of events) this.take(event);
    const newest = events.at(-1);
    if (newest) this.passed({ epoch: this.last.epoch, offset: newest.offset });
    this.needs.changed();
  }

  private take(event: LogEvent): void {
    this.log.take(event);
    this.needs.insight.hear(event);
    if (isMessage(event)) this.own.settle(event.id);
    else if (event.type === 'rules.changed') this.rules = event.rules;
    else if (event.type === 'stream.ended') this.hasEnded = true;
    else if (event.type === 'chatter.pardoned') this.pardoned(event.userId);
    if (this.standing.take(event)) this.own.judge();
  }

  private pardoned(userId: string): void {
    if (!this.you || userId !== this.needs.me()) return;
    const { role } = this.you;
    this.you = { role, mayChat: true };
  }

  private passed(place: Place): void {
    this.last = place;
    this.own.passed(place.offset);
  }

  private recovered(messages: number): void {
    this.log.recovered(messages, this.last);
    this.needs.changed();
  }

  private analysed(frame: AnalysisFrame): void {
    this.log.label(frame.labels);
    this.needs.insight.take(frame, this.last.epoch);
    if (!this.analysis || frame.upTo >= this.analysis.upTo) this.analysis = frame;
    this.needs.changed();
  }

  private summarised(summary: Summary): void {
    if (!this.summary || isNewerSummary(summary, this.summary)) this.summary = summary;
    this.needs.changed();
  }

  private counted(viewers: number): void {
    this.viewers = viewers;
    this.needs.changed();
  }

  /** Sends, and learns from the answer what the door thinks of me. */
  private async send(message: ClientEvent<'message:send'>) {
    const { now } = this.needs;
    try {
      const sent = await this.connection.ask('message:send', message);
      const slowMs = moderates(this.you) ? 0 : (this.rules?.slowModeSeconds ?? 0) * 1_000;
      this.slowUntil = slowMs > 0 ? now() + slowMs : undefined;
      return sent;
    } catch (error) {
      const waitMs = slowModeMs(error);
      if (waitMs !== undefined) this.slowUntil = now() + waitMs;
      throw error;
    } finally {
      this.needs.changed();
    }
  }
}

const slowModeMs = (error: unknown): number | undefined =>
  error instanceof RequestError && error.code === 'slow_mode'
    ? error.details.retryAfterMs
    : undefined;
