import type { Logger } from '@livechat/runtime';
import type { Kafka, KafkaConfig, LogEntry, RetryOptions } from 'kafkajs';
import { createRequire } from 'node:module';
import type { BrokerReach } from './kafka-reach.ts';
import { ProduceClient } from './produce-client.kafka.ts';

const require = createRequire(import.meta.url);

export interface KafkaAccess {
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly ssl?: boolean;
  readonly sasl?: Extract<
    NonNullable<KafkaConfig['sasl']>,
    { mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512' }
  >;
}

/** Time a broker has for one request, ms (protocol.md A3). */
export const requestTimeoutMs = 5_000;
/** Of connecting and looking up leaders: few, the batcher goes on above it, up to the horizon. */
const clusterRetry: RetryOptions = {
  initialRetryTime: 200,
  maxRetryTime: 2_000,
  factor: 0.2,
  multiplier: 2,
  retries: 2,
};

/** Makes clients of one cluster; the client library is loaded here only, when it is really used. */
export class KafkaClients {
  constructor(
    readonly access: KafkaAccess,
    readonly reach: BrokerReach,
    readonly logger: Logger,
  ) {}

  /** A client of its own: kafkajs shares what it knows of offsets among consumers of one client. */
  client(): Kafka {
    const { Kafka, logLevel } = require('kafkajs') as typeof import('kafkajs');
    const { brokers, clientId, ssl, sasl } = this.access;
    return new Kafka({
      brokers: [...brokers],
      clientId,
      ...(ssl && { ssl }),
      ...(sasl && { sasl }),
      connectionTimeout: 2_000,
      requestTimeout: requestTimeoutMs,
      retry: clusterRetry,
      socketFactory: this.reach.makeSocket,
      logLevel: logLevel.INFO,
      logCreator: () => (entry) => this.#log(entry),
    });
  }

  /** Never idempotent: that producer of kafkajs can ack what is not stored (protocol.md A1). */
  producer(): ProduceClient {
    // The broker gives up before the client does, so that its answer is still heard.
    return new ProduceClient(this.client(), requestTimeoutMs - 500);
  }

  /** What goes on in a client that will be used again or made anew. */
  readonly onError = (error: unknown): void =>
    this.logger.debug({ err: error }, 'A client of Kafka failed');

  #log({ namespace, label, log }: LogEntry): void {
    const { message, error, groupId } = log as Record<string, unknown>;
    const level = label === 'ERROR' && !isPassing(log) ? 'error' : 'debug';
    this.logger[level]({ namespace, groupId, error }, `Kafka client: ${String(message)}`);
  }
}

/**
 * What kafkajs calls an error and overcomes by itself: lost connections, leaders and coordinators
 * on the move, groups that rebalance. Outages are told by BrokerReach in one line each way.
 */
const passing = [
  /connection|disconnect|ECONN|EPIPE|ETIMEDOUT|socket/i,
  /not the leader|no leader|leader(ship)? election|leader epoch|not available|not the correct/i,
  /coordinator|rebalanc|generation|not aware of this member|member id/i,
  /timed? ?out|broker .* not found|no brokers?|restarting the consumer/i,
  /does not host this topic-partition|fewer in-sync|metadata|disk error/i,
];

const isPassing = (log: LogEntry['log']): boolean => {
  const { message, error, retriable } = log as Record<string, unknown>;
  const text = `${String(message)} ${typeof error === 'string' ? error : ''}`;
  return retriable === true || passing.some((pattern) => pattern.test(text));
};
