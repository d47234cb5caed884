import { Health, Logger, needed, SETTINGS, Shutdown, type Settings } from '@livechat/runtime';
import { Inject, Injectable, Module } from '@nestjs/common';
import { CassandraClient } from './cassandra-client.ts';

/** The process's client of Cassandra, opened at the first need and shared by all adapters. */
@Injectable()
export class SharedCassandra {
  private opening: Promise<CassandraClient> | undefined;

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly logger: Logger,
    private readonly health: Health,
    private readonly shutdown: Shutdown,
  ) {}

  /** Waits for the server as long as it takes; the process is not ready meanwhile. */
  open(): Promise<CassandraClient> {
    return (this.opening ??= this.connect());
  }

  private async connect(): Promise<CassandraClient> {
    needed(this.settings.cassandraContactPoints, 'CASSANDRA_CONTACT_POINTS');
    const cassandra = new CassandraClient(this.settings);
    this.health.register('cassandra', () =>
      cassandra.rows('SELECT stage FROM checkpoints WHERE stage = ? AND key = ?', ['', '']),
    );
    this.shutdown.on('stores', 'cassandra', () => cassandra.close());
    await cassandra.connected((err) => this.logger.warn({ err }, 'Cassandra does not answer yet'));
    return cassandra;
  }
}

@Module({ providers: [SharedCassandra], exports: [SharedCassandra] })
export class CassandraModule {}
