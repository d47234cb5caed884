import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

const quick = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const slow = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900];

/** Queues whose bytes are shown: what sockets have not taken yet. */
export type QueueName = 'sockets';

/**
 * Every figure a process shows on its admin port. Labels are closed sets of names: never a
 * stream, a user or a text.
 */
export class Metrics {
  readonly registry = new Registry();
  private readonly queues = new Map<QueueName, () => number>();

  readonly messagesAccepted = this.counter('messages_accepted_total', 'Messages acked');
  readonly messagesRefused = this.counter('messages_refused_total', 'Messages refused', ['code']);
  readonly appendSeconds = this.histogram('append_seconds', 'From taken to durable', quick);
  readonly relayLagSeconds = this.histogram('relay_lag_seconds', 'From append to announce', quick);
  readonly deliveries = this.counter('deliveries_total', 'Events written to sockets');
  readonly deliverySeconds = this.histogram('delivery_seconds', 'From append to socket', quick);
  readonly sockets = this.gauge('sockets', 'Open sockets');
  readonly viewers = this.gauge('viewers', 'Viewers with a lease held here');
  readonly slowSocketsClosed = this.counter('slow_sockets_closed_total', 'Closed as slow');
  readonly gapsFilled = this.counter('gaps_filled_total', 'Holes fetched before delivery');
  readonly resets = this.counter('resets_total', 'Streams told to join anew');
  /** `kind`: message or other. */
  readonly archived = this.counter('archived_total', 'Events written to the history', ['kind']);
  readonly analysed = this.counter('analysed_total', 'Messages labelled, for good');
  /** `reason`: of a message why it does not count; `event_copy` for any other event. */
  readonly voided = this.counter('void_total', 'Records that do not count', ['reason']);
  readonly analysisLagSeconds = this.histogram(
    'analysis_lag_seconds',
    'From append to analysis',
    slow,
  );
  readonly oldestRecordSeconds = this.gauge(
    'oldest_record_seconds',
    'Age of the oldest record a group has not finished',
    ['group'],
  );
  readonly summaries = this.counter('summaries_total', 'Summaries made', ['source', 'outcome']);
  readonly llmTokens = this.counter('llm_tokens_total', 'Tokens paid for', ['kind']);
  readonly llmSeconds = this.histogram('llm_seconds', 'Time of one call to the model', slow);
  readonly deadLetters = this.counter('dead_letters_total', 'Records set aside', [
    'topic',
    'reason',
  ]);
  readonly consumerLag = this.gauge('consumer_lag', 'Records not yet committed', [
    'group',
    'topic',
    'partition',
  ]);

  /** A bound of this process was hit: the queue, ring, cache or buffer by name. */
  readonly boundsHit = this.counter('bounds_hit_total', 'Bounds that were hit', ['bound']);
  readonly rateLimited = this.counter('rate_limited_total', 'Calls over a limit', ['limit']);
  readonly limitsLocal = this.counter(
    'limits_local_total',
    'Limits judged by this process alone, the counters being away',
  );
  readonly badInputs = this.counter('bad_inputs_total', 'Inputs of wrong shape', ['channel']);
  readonly ringEvents = this.gauge('ring_events', 'Events held in rings of this process');
  readonly sseConnections = this.gauge('sse_connections', 'Open event-stream responses');
  readonly httpSeconds = this.histogram('http_seconds', 'Time of one request', quick, [
    'method',
    'status',
  ]);
  readonly dependencyUp = this.gauge('dependency_up', '1 while a dependency answers', [
    'dependency',
  ]);

  constructor() {
    this.queueBytes();
  }

  /** Shows the bytes that wait in a queue, asked for whenever the figures are read. */
  watchQueue(queue: QueueName, bytes: () => number): void {
    this.queues.set(queue, bytes);
  }

  /** Adds memory, CPU, event-loop delay and descriptors of the process. */
  collectProcess(): void {
    collectDefaultMetrics({ register: this.registry, prefix: 'livechat_' });
  }

  /** All figures in the text form that Prometheus reads. */
  text(): Promise<string> {
    return this.registry.metrics();
  }

  private queueBytes(): Gauge<'queue'> {
    const { queues } = this;
    return new Gauge({
      ...this.named('queue_bytes', 'Bytes waiting in a queue'),
      labelNames: ['queue'],
      collect() {
        for (const [queue, bytes] of queues) this.set({ queue }, bytes());
      },
    });
  }

  private counter<L extends string = never>(name: string, help: string, labels: L[] = []) {
    return new Counter<L>({ ...this.named(name, help), labelNames: labels });
  }

  private gauge<L extends string = never>(name: string, help: string, labels: L[] = []) {
    return new Gauge<L>({ ...this.named(name, help), labelNames: labels });
  }

  private histogram<L extends string = never>(
    name: string,
    help: string,
    buckets: number[],
    labels: L[] = [],
  ) {
    return new Histogram<L>({ ...this.named(name, help), buckets, labelNames: labels });
  }

  private named(name: string, help: string) {
    return { name: `livechat_${name}`, help, registers: [this.registry] };
  }
}
