import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Inject } from '@nestjs/common';
import { z } from 'zod';
import * as v from './setting-values.ts';

/**
 * Every setting: name in the environment, how it is read, and its default as a person would write
 * it (undefined: none). `.env.example` lists exactly these.
 */
const definitions = {
  MODE: [v.choice(['embedded', 'cluster']), 'embedded'],
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
type Values = {
  readonly [N in SettingName]: Definitions[N][1] extends string ? Value<N> : Value<N> | undefined;
};
type Environment = Readonly<Record<string, string | undefined>>;

/** One or more wrong settings, one readable line each; secrets are never quoted. */
export class SettingsError extends Error {
  constructor(readonly lines: readonly string[]) {
    super(lines.join('\n'));
    this.name = 'SettingsError';
  }
}

export const SETTINGS = Symbol('settings');
/** Injects the settings object of this process. */
export const InjectSettings = () => Inject(SETTINGS);

/** Settings of one process: read once, frozen. Durations are ms, sizes bytes. */
export type Settings = ReturnType<typeof settingsOf>;

/** Reads and checks all settings; throws SettingsError with a line for every wrong one. */
export function readSettings(environment: Environment = process.env): Settings {
  const lines: string[] = unknownNames(environment);
  const values: Record<string, unknown> = {};
  for (const name of settingNames) {
    try {
      values[name] = readSetting(name, environment);
    } catch (error) {
      lines.push(`${name}: ${(error as Error).message}`);
    }
  }
  if (lines.length === 0) lines.push(...contradictions(values as Values));
  if (lines.length > 0) throw new SettingsError(lines);
  return frozen(settingsOf(values as Values));
}

/** The value of a setting that this process cannot do without. */
export function needed<T>(value: T | undefined, name: SettingName): T {
  const missing = value === undefined || (Array.isArray(value) && value.length === 0);
  if (missing) throw new SettingsError([`${name}: is not set, and this service needs it`]);
  return value;
}

function readSetting(name: SettingName, environment: Environment): unknown {
  const [schema, fallback] = definitions[name];
  const given = rawValue(name, environment);
  const raw = given ?? fallback;
  if (raw === undefined) return undefined;
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  const complaint = result.error.issues[0]?.message ?? 'is wrong';
  throw new Error(isSecret(name) ? complaint : `${complaint}; it is ${JSON.stringify(raw)}`);
}

const isSecret = (name: SettingName) => (secretNames as readonly string[]).includes(name);
const present = (value: string | undefined) =>
  value === undefined || value.trim() === '' ? undefined : value;

/** An empty variable counts as not set, as compose files and charts leave them. */
function rawValue(name: SettingName, environment: Environment): string | undefined {
  const value = present(environment[name]);
  const file = isSecret(name) ? present(environment[`${name}_FILE`]) : undefined;
  if (file === undefined) return value;
  if (value !== undefined) throw new Error(`is set twice, also by ${name}_FILE`);
  try {
    return present(readFileSync(file, 'utf8').trim());
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new Error(`the file named by ${name}_FILE cannot be read (${code})`, { cause: error });
  }
}

/** A misspelt limit would silently leave the default in force. */
function unknownNames(environment: Environment): string[] {
  const known: readonly string[] = settingNames;
  return Object.keys(environment)
    .filter((name) => /^(LIMIT|SUMMARY|BOUND)_/.test(name) && !known.includes(name))
    .map((name) => `${name}: there is no such setting`);
}

function contradictions(values: Values): string[] {
  const lines: string[] = [];
  if (values.PORT !== 0 && values.PORT === values.ADMIN_PORT) {
    lines.push(`ADMIN_PORT: must differ from PORT; both are ${values.PORT}`);
  }
  if (values.SUMMARY_WINDOW < values.SUMMARY_EVERY) {
    lines.push('SUMMARY_WINDOW: must not be below SUMMARY_EVERY');
  }
  if (values.KAFKA_SASL_MECHANISM !== undefined && values.KAFKA_SASL_PASSWORD === undefined) {
    lines.push('KAFKA_SASL_PASSWORD: is not set, but KAFKA_SASL_MECHANISM is');
  }
  if (isInsecure(values)) {
    lines.push(
      'PUBLIC_URL: plain http beyond this machine sends passwords in the clear; use https, or set ALLOW_INSECURE_HTTP=1',
    );
  }
  return lines;
}

const isInsecure = ({ PUBLIC_URL: url, ALLOW_INSECURE_HTTP: allowed }: Values) =>
  url !== undefined &&
  !allowed &&
  url.startsWith('http:') &&
  !/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(url).hostname);

function settingsOf(values: Values) {
  const embedded = values.MODE === 'embedded';
  return {
    ...network(values, embedded),
    mode: values.MODE,
    dataDir: resolve(values.DATA_DIR),
    logLevel: values.LOG_LEVEL,
    apiDocs: values.API_DOCS ?? embedded,
    shutdownGrace: values.SHUTDOWN_GRACE,
    /** Clients told to reconnect spread over this time. */
    drainSpread: values.DRAIN_SPREAD ?? (embedded ? 500 : 5_000),
    logEpoch: values.LOG_EPOCH,
    logPartitions: values.LOG_PARTITIONS,
    /** null: kept for ever. */
    retentionDays: values.RETENTION_DAYS === 0 ? null : values.RETENTION_DAYS,
    mediaOrigins: values.MEDIA_ORIGINS,
    ...stores(values),
    ...secrets(values),
    summaryEvery: values.SUMMARY_EVERY,
    summaryWindow: values.SUMMARY_WINDOW,
    summaryMinInterval: values.SUMMARY_MIN_INTERVAL,
    summaryTokensPerStream: values.SUMMARY_TOKENS_PER_STREAM,
    summaryTokensPerDay: values.SUMMARY_TOKENS_PER_DAY,
    limits: limits(values),
    bounds: bounds(values),
  };
}

function network(values: Values, embedded: boolean) {
  return {
    host: values.HOST ?? (embedded ? '127.0.0.1' : '0.0.0.0'),
    port: values.PORT,
    adminPort: values.ADMIN_PORT,
    publicUrl: values.PUBLIC_URL ?? `http://localhost:${values.PORT}`,
    allowedOrigins: values.ALLOWED_ORIGINS,
    trustProxy: values.TRUST_PROXY,
    allowInsecureHttp: values.ALLOW_INSECURE_HTTP,
  };
}

function stores(values: Values) {
  return {
    kafkaBrokers: values.KAFKA_BROKERS,
    kafkaSsl: values.KAFKA_SSL,
    kafkaSaslMechanism: values.KAFKA_SASL_MECHANISM,
    kafkaSaslUsername: values.KAFKA_SASL_USERNAME,
    kafkaSaslPassword: values.KAFKA_SASL_PASSWORD,
    redisUrl: values.REDIS_URL,
    cassandraContactPoints: values.CASSANDRA_CONTACT_POINTS,
    cassandraDatacenter: values.CASSANDRA_DATACENTER,
    cassandraKeyspace: values.CASSANDRA_KEYSPACE,
    cassandraUsername: values.CASSANDRA_USERNAME,
    cassandraPassword: values.CASSANDRA_PASSWORD,
    sqlUrl: values.SQL_URL,
  };
}

function secrets(values: Values) {
  return {
    jwtPrivateKey: values.JWT_PRIVATE_KEY,
    jwtPublicKeys: values.JWT_PUBLIC_KEYS,
    oidcGoogleClientId: values.OIDC_GOOGLE_CLIENT_ID,
    oidcGoogleClientSecret: values.OIDC_GOOGLE_CLIENT_SECRET,
    oidcGoogleIssuer: values.OIDC_GOOGLE_ISSUER,
    openaiApiKey: values.OPENAI_API_KEY,
    openaiBaseUrl: values.OPENAI_BASE_URL,
    openaiModel: values.OPENAI_MODEL,
  };
}

/** What one user, address or stream may do; null = off. */
function limits(values: Values) {
  return {
    sendsPerUser: values.LIMIT_SENDS_PER_USER,
    sendsPerStream: values.LIMIT_SENDS_PER_STREAM,
    /** Per address and account. */
    signIns: values.LIMIT_SIGN_INS,
    /** Per address. */
    registrations: values.LIMIT_REGISTRATIONS,
    /** Per address. */
    guests: values.LIMIT_GUESTS,
    /** Per refresh family. */
    refreshes: values.LIMIT_REFRESHES,
    /** Per user, else per address. */
    historyReads: values.LIMIT_HISTORY_READS,
    /** Per address. */
    handshakes: values.LIMIT_HANDSHAKES,
    socketsPerUser: values.LIMIT_SOCKETS_PER_USER,
    socketsPerIp: values.LIMIT_SOCKETS_PER_IP,
    ssePerUser: values.LIMIT_SSE_PER_USER,
    ssePerIp: values.LIMIT_SSE_PER_IP,
    /** Limits per address hold for loopback too. */
    loopback: values.LIMIT_LOOPBACK,
  };
}

/** What one process holds at most. */
function bounds(values: Values) {
  return {
    bodyBytes: values.BOUND_BODY,
    jsonDepth: values.BOUND_JSON_DEPTH,
    importBytes: values.BOUND_IMPORT,
    frameBytes: values.BOUND_FRAME,
    textBytes: values.BOUND_TEXT,
    textGraphemes: values.BOUND_GRAPHEMES,
    socketBufferBytes: values.BOUND_SOCKET_BUFFER,
    sseBufferBytes: values.BOUND_SSE_BUFFER,
    appendQueueBytes: values.BOUND_APPEND_QUEUE,
    consumeQueueBytes: values.BOUND_CONSUME_QUEUE,
    ringEvents: values.BOUND_RING_EVENTS,
    ringBytes: values.BOUND_RING_BYTES,
    voidIds: values.BOUND_VOID_IDS,
    chattersPerStream: values.BOUND_CHATTERS,
  };
}

type Frozen<T> = T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T;

function frozen<T extends object>(value: T): T & Frozen<T> {
  for (const inner of Object.values(value)) {
    if (typeof inner === 'object' && inner !== null) frozen(inner as object);
  }
  return Object.freeze(value) as T & Frozen<T>;
}
