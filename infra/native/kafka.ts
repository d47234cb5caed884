import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePorts } from './free-port.ts';
import { jarFolder } from './jars.ts';
import { NativeServer } from './native-server.ts';
import { newRunFolder } from './work-folder.ts';

export interface KafkaOptions {
  /** 1, or 3 for a cluster with replication 3 and at least 2 in sync. */
  readonly nodes?: 1 | 3;
  /** Port of a FaultProxy that the one node also names as its address, on a listener of its own. */
  readonly proxyPort?: number;
}

interface Node {
  readonly id: number;
  readonly port: number;
  readonly controllerPort: number;
  readonly proxiedPort: number;
  readonly folder: string;
}

const clusterId = 'bGl2ZWNoYXQtbmF0aXZlMQ';
const logging = fileURLToPath(new URL('./kafka/log4j2.properties', import.meta.url));
/** Serial collector and first compiler stage only: less memory and a faster start on small machines. */
const tuning = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-XX:-UsePerfData'];

/** Kafka in KRaft mode, every node broker and controller in one process. */
export class KafkaServers {
  private constructor(
    readonly nodes: readonly NativeServer[],
    /** Addresses of the brokers, `host:port`. */
    readonly brokers: readonly string[],
    /** Where the listener behind the proxy really listens. */
    readonly proxiedPort: number,
    readonly folders: readonly string[],
  ) {}

  /** Fetches the jars if need be, formats fresh storage and starts; resolves when usable. */
  static async start(options: KafkaOptions = {}): Promise<KafkaServers> {
    const nodes = await planned(options.nodes ?? 1);
    const jars = jarFolder('kafka');
    for (const node of nodes) prepare(node, nodes, jars, options);
    const servers = new KafkaServers(
      nodes.map((node) => new NativeServer(command(node, jars))),
      nodes.map(({ port }) => `127.0.0.1:${port}`),
      nodes[0]?.proxiedPort ?? 0,
      nodes.map(({ folder }) => folder),
    );
    await servers.restart();
    return servers;
  }

  /** Starts what does not run, on the data it has. */
  async restart(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.start()));
  }

  /** All are told at once: the last of a quorum cannot leave in good order once most have gone. */
  async halt(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.stop()));
  }

  /** Ends it in order and starts it again on its data. */
  async bounce(): Promise<void> {
    await this.halt();
    await this.restart();
  }

  /** Stops and deletes the data. */
  async stop(): Promise<void> {
    await this.halt();
    for (const folder of this.folders) rmSync(folder, { recursive: true, force: true });
  }
}

async function planned(count: number): Promise<readonly Node[]> {
  const ports = await freePorts(count * 3);
  return Array.from({ length: count }, (_, i) => ({
    id: i + 1,
    port: ports[i * 3] ?? 0,
    controllerPort: ports[i * 3 + 1] ?? 0,
    proxiedPort: ports[i * 3 + 2] ?? 0,
    folder: newRunFolder(`kafka${i + 1}`),
  }));
}

const java = (jars: string, heap: string): string[] => [
  heap,
  ...tuning,
  `-Dlog4j2.configurationFile=${logging}`,
  '-cp',
  `${jars}/*`,
];

const command = ({ id, port, folder }: Node, jars: string) => ({
  name: `kafka ${id}`,
  folder,
  command: 'java',
  args: [...java(jars, '-Xmx256m'), 'kafka.Kafka', join(folder, 'server.properties')],
  port,
  startedLine: /Kafka Server started/,
});

function prepare(node: Node, nodes: readonly Node[], jars: string, options: KafkaOptions): void {
  const file = join(node.folder, 'server.properties');
  const lines = Object.entries(properties(node, nodes, options.proxyPort));
  writeFileSync(file, lines.map(([name, value]) => `${name}=${value}\n`).join(''));
  const tool = ['kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', file];
  execFileSync('java', [...java(jars, '-Xmx128m'), ...tool], { stdio: 'pipe' });
}

function properties(node: Node, nodes: readonly Node[], proxyPort: number | undefined) {
  const direct = `PLAINTEXT://127.0.0.1:${node.port}`;
  const proxied = `PROXIED://127.0.0.1:${node.proxiedPort}`;
  const voters = nodes.map(({ id, controllerPort }) => `${id}@127.0.0.1:${controllerPort}`);
  return {
    'process.roles': 'broker,controller',
    'node.id': node.id,
    'controller.quorum.voters': voters.join(','),
    listeners: [direct, proxied, `CONTROLLER://127.0.0.1:${node.controllerPort}`].join(','),
    'advertised.listeners': `${direct},PROXIED://127.0.0.1:${proxyPort ?? node.proxiedPort}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,PROXIED:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': join(node.folder, 'data'),
    ...safety(nodes.length),
    ...smallness,
  };
}

/** What production has too: nothing is created by accident, and no acked record given up. */
const safety = (nodes: number) => ({
  'auto.create.topics.enable': false,
  'unclean.leader.election.enable': false,
  'default.replication.factor': nodes,
  'min.insync.replicas': nodes > 1 ? 2 : 1,
  'offsets.topic.replication.factor': nodes,
  'transaction.state.log.replication.factor': nodes,
  'transaction.state.log.min.isr': nodes > 1 ? 2 : 1,
});

/** Quick starts, joins and recoveries on a small machine. */
const smallness = {
  'offsets.topic.num.partitions': 8,
  'transaction.state.log.num.partitions': 4,
  'group.initial.rebalance.delay.ms': 0,
  'group.min.session.timeout.ms': 1_000,
  'num.network.threads': 2,
  'num.io.threads': 4,
  'log.segment.bytes': 64 * 1024 * 1024,
  'log.cleaner.dedupe.buffer.size': 8 * 1024 * 1024,
  // A killed broker is let in again only when its old session has ended (default 9000).
  'broker.session.timeout.ms': 3_000,
  'broker.heartbeat.interval.ms': 500,
};
