/**
 * Events lie in partitions of 50,000 by the stream's own count (`bucket`); `buckets` tells where
 * each begins (its lowest `first`). Facts are all else: labels, 10 s pieces, analyses, summaries,
 * moments, questions.
 */
const columns = {
  events: `stream text, epoch int, bucket int, offset bigint, author text, value text,
    PRIMARY KEY ((stream, epoch, bucket), offset)`,
  buckets: `stream text, epoch int, bucket int, first bigint,
    PRIMARY KEY ((stream), epoch, bucket, first)`,
  removals: `stream text, epoch int, offset bigint, removed boolean,
    PRIMARY KEY ((stream, epoch), offset)`,
  authored: `author text, stream text, epoch int, bucket int,
    PRIMARY KEY ((author), stream, epoch, bucket)`,
  facts: `stream text, epoch int, kind text, piece int, key bigint, id text, version bigint,
    value text, PRIMARY KEY ((stream, epoch, kind, piece), key, id)`,
  fact_pieces: `stream text, epoch int, kind text, piece int,
    PRIMARY KEY ((stream, epoch, kind), piece)`,
  fact_places: `stream text, epoch int, kind text, id text, key bigint, version bigint,
    PRIMARY KEY ((stream, epoch, kind), id)`,
  checkpoints: `stage text, key text, epoch int, offset bigint, state text,
    PRIMARY KEY ((stage, key), epoch)`,
} as const;

type Table = keyof typeof columns;
export const tableNames = Object.keys(columns) as readonly Table[];

const options: Partial<Record<Table, readonly string[]>> = {
  buckets: ['CLUSTERING ORDER BY (epoch DESC, bucket ASC, first ASC)'],
  checkpoints: ['CLUSTERING ORDER BY (epoch DESC)'],
  // Rows are never deleted, they only expire: nothing can come back, and hints last 3 h.
  events: ['gc_grace_seconds = 10800'],
};

/** Makes one table where it is missing. With an id of its name, two makers at two nodes make the same. */
export const createTable = (keyspace: string, name: Table, id: string): string => {
  const all = [`ID = ${id}`, ...(options[name] ?? [])].join(' AND ');
  return `CREATE TABLE IF NOT EXISTS ${keyspace}.${name} (${columns[name]}) WITH ${all}`;
};

/**
 * Events of one time lie in files of one time, which go as a whole when all of it has expired;
 * about 30 such times make up the retention.
 */
export function windowed(keyspace: string, retentionDays: number | null): string {
  const days = retentionDays === null ? 30 : Math.ceil(retentionDays / 30);
  return `ALTER TABLE ${keyspace}.events WITH compaction = {
    'class': 'TimeWindowCompactionStrategy', 'compaction_window_unit': 'DAYS',
    'compaction_window_size': '${days}'}`;
}
