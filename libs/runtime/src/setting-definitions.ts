import type { z } from 'zod';
import * as v from './setting-values.ts';

/**
 * Every setting: name in the environment, how it is read, and its default as a person would write
 * it (undefined: none). `.env.example` lists exactly these.
 */
export const definitions = {
  MODE: [v.choice(['embedded', 'cluster']), 'embedded'],
  INSTANCE: [v.text, undefined],
  HOST: [v.text, undefined],
  PORT: [v.port, '3000'],
  ADMIN_PORT: [v.port, '3001'],
  DATA_DIR: [v.text, './data'],
  PUBLIC_URL: [v.publicUrl, undefined],
  ALLOWED_ORIGINS: [v.origins, ''],
  TRUST_PROXY: [v.wholeNumber(0, 10), '0'],
  ALLOW_INSECURE_HTTP: [v.flag, '0'],
  LOG_LEVEL: [v.choice(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']), 'info'],
  API_DOCS: [v.flag, undefined],
  SHUTDOWN_GRACE: [v.duration, '30s'],
  DRAIN_SPREAD: [v.duration, undefined],

  LOG_EPOCH: [v.wholeNumber(0, 999_999_999), '0'],
  LOG_PARTITIONS: [v.wholeNumber(1, 1_024), '32'],
  LOG_REPLICATION: [v.wholeNumber(1, 9), '3'],
  LOG_RETENTION: [v.duration, '7d'],
  RETENTION_DAYS: [v.wholeNumber(0, 36_500), '0'],
  MEDIA_ORIGINS: [
    v.mediaOrigins,
    'video=https://www.youtube-nocookie.com,video=https://player.twitch.tv',
  ],

  KAFKA_BROKERS: [v.list, ''],
  KAFKA_SSL: [v.flag, '0'],
  KAFKA_SASL_MECHANISM: [v.choice(['plain', 'scram-sha-256', 'scram-sha-512']), undefined],
  KAFKA_SASL_USERNAME: [v.text, undefined],
  KAFKA_SASL_PASSWORD: [v.text, undefined],
  REDIS_URL: [v.url('redis', 'rediss'), undefined],
  CASSANDRA_CONTACT_POINTS: [v.list, ''],
  CASSANDRA_DATACENTER: [v.text, 'datacenter1'],
  CASSANDRA_KEYSPACE: [v.text, 'livechat'],
  CASSANDRA_REPLICATION: [v.wholeNumber(1, 9), '3'],
  CASSANDRA_USERNAME: [v.text, undefined],
  CASSANDRA_PASSWORD: [v.text, undefined],
  SQL_URL: [v.url('mysql', 'mariadb'), undefined],

  JWT_PRIVATE_KEY: [v.pem, undefined],
  JWT_PUBLIC_KEYS: [v.pem, undefined],
  OIDC_GOOGLE_CLIENT_ID: [v.text, undefined],
  OIDC_GOOGLE_CLIENT_SECRET: [v.text, undefined],
  OIDC_GOOGLE_ISSUER: [v.url('https', 'http'), 'https://accounts.google.com'],

  OPENAI_API_KEY: [v.text, undefined],
  OPENAI_BASE_URL: [v.url('https', 'http'), undefined],
  OPENAI_MODEL: [v.text, 'gpt-4o-mini'],
  SUMMARY_EVERY: [v.wholeNumber(1, 10_000), '20'],
  SUMMARY_WINDOW: [v.wholeNumber(1, 10_000), '100'],
  SUMMARY_MIN_INTERVAL: [v.duration, '10s'],
  SUMMARY_TOKENS_PER_STREAM: [v.ceiling, '500000'],
  SUMMARY_TOKENS_PER_DAY: [v.ceiling, '2000000'],

  LIMIT_SENDS_PER_USER: [v.rate, '1/s burst 5'],
  LIMIT_SENDS_PER_STREAM: [v.rate, '2000/s'],
  LIMIT_SIGN_INS: [v.rate, '5/min'],
  LIMIT_REGISTRATIONS: [v.rate, '30/h'],
  LIMIT_GUESTS: [v.rate, '120/h'],
  LIMIT_REFRESHES: [v.rate, '10/min'],
  LIMIT_STREAMS: [v.rate, '60/h'],
  LIMIT_HISTORY_READS: [v.rate, '30/min'],
  LIMIT_HANDSHAKES: [v.rate, '600/min'],
  LIMIT_SOCKETS_PER_USER: [v.ceiling, '10'],
  LIMIT_SOCKETS_PER_IP: [v.ceiling, '1000'],
  LIMIT_SSE_PER_USER: [v.ceiling, '5'],
  LIMIT_SSE_PER_IP: [v.ceiling, '500'],
  LIMIT_LOOPBACK: [v.flag, '0'],

  BOUND_BODY: [v.bytes, '64KB'],
  BOUND_JSON_DEPTH: [v.wholeNumber(1, 100), '8'],
  BOUND_IMPORT: [v.bytes, '1GB'],
  BOUND_FRAME: [v.bytes, '16KB'],
  BOUND_TEXT: [v.bytes, '2KB'],
  BOUND_GRAPHEMES: [v.count, '500'],
  BOUND_SOCKET_BUFFER: [v.bytes, '1MB'],
  BOUND_SSE_BUFFER: [v.bytes, '256KB'],
  BOUND_APPEND_QUEUE: [v.bytes, '64MB'],
  BOUND_CONSUME_QUEUE: [v.bytes, '16MB'],
  BOUND_RING_EVENTS: [v.count, '5000'],
  BOUND_RING_BYTES: [v.bytes, '4MB'],
  BOUND_VOID_IDS: [v.count, '2000000'],
  BOUND_CHATTERS: [v.count, '20000'],
} as const satisfies Record<string, readonly [z.ZodType<unknown, string>, string | undefined]>;

type Definitions = typeof definitions;
export type SettingName = keyof Definitions;
export const settingNames = Object.keys(definitions) as readonly SettingName[];

/** Settings that hold a secret: also read from `<NAME>_FILE`, and their values are never shown. */
export const secretNames = [
  'KAFKA_SASL_PASSWORD',
  'REDIS_URL',
  'CASSANDRA_PASSWORD',
  'SQL_URL',
  'JWT_PRIVATE_KEY',
  'JWT_PUBLIC_KEYS',
  'OIDC_GOOGLE_CLIENT_SECRET',
  'OPENAI_API_KEY',
] as const satisfies readonly SettingName[];

/** The defaults as `.env.example` shows them. */
export const settingDefaults: Readonly<Record<SettingName, string | undefined>> =
  Object.fromEntries(settingNames.map((name) => [name, definitions[name][1]])) as Record<
    SettingName,
    string | undefined
  >;

type Value<N extends SettingName> = z.output<Definitions[N][0]>;
/** What the environment's texts mean, by name. */
export type SettingValues = {
  readonly [N in SettingName]: Definitions[N][1] extends string ? Value<N> : Value<N> | undefined;
};
