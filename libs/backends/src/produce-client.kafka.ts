import type { Kafka } from 'kafkajs';
import type { PartitionBatch } from './append-batcher.ts';
import { decodeProduced, encodeProduce, type ProducedEntry } from './produce-request.kafka.ts';

/** The parts of kafkajs' cluster that are used here; `produce-client.kafka.spec.ts` guards them. */
interface Cluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  addMultipleTargetTopics(topics: string[]): Promise<void>;
  refreshMetadataIfNecessary(): Promise<void>;
  findLeaderForPartitions(topic: string, partitions: number[]): Record<string, number[]>;
  findBroker(wanted: { nodeId: string }): Promise<Broker>;
}

interface Broker {
  readonly connectionPool: { send(exchange: object): Promise<readonly ProducedEntry[]> };
}

const clusterSymbol = 'private:Kafka:createCluster';
const metadataMaxAgeMs = 300_000;
const produceKey = { apiKey: 0, apiVersion: 7, apiName: 'Produce' };

/**
 * Sends produce requests over kafkajs' connections (its TLS, SASL, time limits and metadata) with
 * an encoder of its own, since kafkajs' producer costs most of what an append costs. One try:
 * whoever calls makes a new client after a failure, which also looks the leaders up anew.
 */
export class ProduceClient {
  readonly #cluster: Cluster;
  readonly #topics = new Set<string>();

  constructor(
    kafka: Kafka,
    /** Time the broker has for one request, ms. */
    readonly timeoutMs: number,
  ) {
    this.#cluster = clusterOf(kafka);
  }

  connect(): Promise<void> {
    return this.#cluster.connect();
  }

  disconnect(): Promise<void> {
    return this.#cluster.disconnect();
  }

  /**
   * One request per leader. Hands over every partition's entry that says it is stored, then
   * rejects if any is missing.
   */
  async produce(
    batches: readonly PartitionBatch[],
    onStored: (entry: ProducedEntry) => void,
  ): Promise<void> {
    await this.#know(batches);
    const requests = [...this.#perLeader(batches)].map(async ([nodeId, part]) => {
      const broker = await this.#cluster.findBroker({ nodeId });
      for (const entry of await this.#exchange(broker, part)) {
        if (entry.errorCode !== 0) throw new ProduceError(entry);
        onStored(entry);
      }
    });
    const failed = (await Promise.allSettled(requests)).find((r) => r.status === 'rejected');
    if (failed) throw failed.reason;
  }

  async #know(batches: readonly PartitionBatch[]): Promise<void> {
    const unknown = batches.map(({ topic }) => topic).filter((topic) => !this.#topics.has(topic));
    if (unknown.length > 0) await this.#cluster.addMultipleTargetTopics(unknown);
    for (const topic of unknown) this.#topics.add(topic);
    await this.#cluster.refreshMetadataIfNecessary();
  }

  #perLeader(batches: readonly PartitionBatch[]): ReadonlyMap<string, PartitionBatch[]> {
    const leaders = new Map<string, PartitionBatch[]>();
    for (const batch of batches) {
      const { topic, partition } = batch;
      const [nodeId] = Object.keys(this.#cluster.findLeaderForPartitions(topic, [partition]));
      if (nodeId === undefined) throw new Error(`Nobody leads ${topic}/${partition}`);
      const part = leaders.get(nodeId);
      if (part) part.push(batch);
      else leaders.set(nodeId, [batch]);
    }
    return leaders;
  }

  #exchange(broker: Broker, batches: readonly PartitionBatch[]): Promise<readonly ProducedEntry[]> {
    const bytes = encodeProduce(batches, this.timeoutMs);
    return broker.connectionPool.send({
      // What kafkajs takes for an encoder is an object with these.
      request: { ...produceKey, encode: () => ({ buf: bytes, buffer: bytes }) },
      response: { decode, parse: ({ entries }: Decoded) => entries },
    });
  }
}

interface Decoded {
  readonly entries: readonly ProducedEntry[];
  readonly clientSideThrottleTime: number;
}

const decode = (bytes: Buffer): Promise<Decoded> => {
  const { entries, throttleMs } = decodeProduced(bytes);
  return Promise.resolve({ entries, clientSideThrottleTime: throttleMs });
};

/** A broker refused a partition's batch. */
export class ProduceError extends Error {
  override readonly name = 'ProduceError';
  constructor({ topic, partition, errorCode }: ProducedEntry) {
    super(`Kafka answered ${topic}/${partition} with error ${errorCode}`);
  }
}

/** kafkajs shows its cluster to nobody; a release that moves it is found at the first start. */
function clusterOf(kafka: Kafka): Cluster {
  const found = Object.getOwnPropertySymbols(kafka).find((s) => s.description === clusterSymbol);
  if (!found) throw new TypeError('This release of kafkajs has no cluster to be found: use 2.2');
  const make = (kafka as unknown as Record<symbol, (options: object) => Cluster>)[found];
  if (!make) throw new TypeError('This release of kafkajs makes no cluster: use 2.2');
  return make({ metadataMaxAge: metadataMaxAgeMs, allowAutoTopicCreation: false });
}
