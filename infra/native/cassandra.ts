import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePorts } from './free-port.ts';
import { jarFolder } from './jars.ts';
import { NativeServer } from './native-server.ts';
import { newRunFolder } from './work-folder.ts';

const besides = (file: string) => fileURLToPath(new URL(`./cassandra/${file}`, import.meta.url));

/** One Cassandra node; its datacenter is `datacenter1`. */
export class CassandraServer {
  private constructor(
    readonly node: NativeServer,
    readonly port: number,
    private readonly folder: string,
  ) {}

  /** Fetches the jars if need be and starts on fresh data; resolves when usable. */
  static async start(): Promise<CassandraServer> {
    const jars = jarFolder('cassandra');
    const [port = 0, storagePort = 0] = await freePorts(2);
    const folder = newRunFolder('cassandra');
    const config = join(folder, 'cassandra.yaml');
    writeFileSync(config, yaml(configuration(folder, port, storagePort)));
    const node = new NativeServer({
      name: 'cassandra',
      folder,
      command: 'java',
      args: args(jars, folder, config),
      port,
      startedLine: /Startup complete/,
    });
    await node.start();
    return new CassandraServer(node, port, folder);
  }

  /** Its address, through a proxy's port if one is given. */
  contactPoint(port = this.port): string {
    return `127.0.0.1:${port}`;
  }

  /** Ends it in order and starts it again on its data. */
  async bounce(): Promise<void> {
    await this.halt();
    await this.restart();
  }

  /** Ends it in order; its data stays. */
  halt(): Promise<void> {
    return this.node.stop();
  }

  /** Starts it again on its data. */
  restart(): Promise<void> {
    return this.node.start();
  }

  async stop(): Promise<void> {
    await this.halt();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function args(jars: string, folder: string, config: string): readonly string[] {
  const jamm = readdirSync(jars).find((name) => name.startsWith('jamm-')) ?? '';
  return [
    '-Xms384m',
    '-Xmx384m',
    `@${besides('java.args')}`,
    `-javaagent:${join(jars, jamm)}`,
    `-Dcassandra.config=file://${config}`,
    `-Dcassandra.storagedir=${folder}`,
    `-Dlogback.configurationFile=${besides('logback.xml')}`,
    ...['-cp', `${jars}/*`, 'org.apache.cassandra.service.CassandraDaemon'],
  ];
}

type Value = string | number | boolean | readonly Value[] | { readonly [name: string]: Value };

const configuration = (folder: string, port: number, storagePort: number) => ({
  cluster_name: 'livechat',
  num_tokens: 1,
  partitioner: 'org.apache.cassandra.dht.Murmur3Partitioner',
  endpoint_snitch: 'SimpleSnitch',
  seed_provider: [
    {
      class_name: 'org.apache.cassandra.locator.SimpleSeedProvider',
      parameters: [{ seeds: `127.0.0.1:${storagePort}` }],
    },
  ],
  listen_address: '127.0.0.1',
  rpc_address: '127.0.0.1',
  storage_port: storagePort,
  native_transport_port: port,
  start_native_transport: true,
  data_file_directories: [join(folder, 'data')],
  commitlog_directory: join(folder, 'commitlog'),
  saved_caches_directory: join(folder, 'saved_caches'),
  hints_directory: join(folder, 'hints'),
  cdc_raw_directory: join(folder, 'cdc_raw'),
  ...safety,
  ...smallness,
});

/** With one copy of the data an ack must mean the commit log: `periodic` loses acked rows on a kill. */
const safety = {
  commitlog_sync: 'group',
  commitlog_sync_group_window: '2ms',
  disk_failure_policy: 'stop',
  commit_failure_policy: 'stop',
  auto_snapshot: false,
  authenticator: 'AllowAllAuthenticator',
  authorizer: 'AllowAllAuthorizer',
  hinted_handoff_enabled: false,
};

const smallness = {
  commitlog_segment_size: '8MiB',
  commitlog_total_space: '256MiB',
  concurrent_reads: 8,
  // Writers wait for the group commit: few of them would halve what it carries.
  concurrent_writes: 64,
  concurrent_counter_writes: 4,
  concurrent_compactors: 1,
  compaction_throughput: '32MiB/s',
  memtable_heap_space: '96MiB',
  memtable_offheap_space: '96MiB',
  file_cache_size: '32MiB',
  networking_cache_size: '32MiB',
  key_cache_size: '8MiB',
};

/** Every JSON text is YAML. */
const yaml = (values: Readonly<Record<string, Value>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}\n`)
    .join('');
