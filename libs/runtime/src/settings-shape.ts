import { hostname } from 'node:os';
import { resolve } from 'node:path';
import type { SettingValues as Values } from './setting-definitions.ts';

/** The settings object made of the environment's values: camelCase, durations in ms, sizes in bytes. */
export function settingsOf(values: Values) {
  const embedded = values.MODE === 'embedded';
  return {
    ...network(values, embedded),
    mode: values.MODE,
    /** Names this process among the replicas of its service, in logs and in `x-served-by`. */
    instance: values.INSTANCE ?? hostname(),
    dataDir: resolve(values.DATA_DIR),
    logLevel: values.LOG_LEVEL,
    apiDocs: values.API_DOCS ?? embedded,
    shutdownGrace: values.SHUTDOWN_GRACE,
    /** Clients told to reconnect spread over this time. */
    drainSpread: values.DRAIN_SPREAD ?? (embedded ? 500 : 5_000),
    logEpoch: values.LOG_EPOCH,
    logPartitions: values.LOG_PARTITIONS,
    /** Copies of each partition. */
    logReplication: values.LOG_REPLICATION,
    /** How long records of the log stay: longer than the worst outage of a reader. */
    logRetention: values.LOG_RETENTION,
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
    /** Copies of each row. */
    cassandraReplication: values.CASSANDRA_REPLICATION,
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
    /** New streams, per user. */
    streams: values.LIMIT_STREAMS,
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
