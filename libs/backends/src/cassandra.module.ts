import {
  Health,
  Logger,
  Metrics,
  needed,
  SETTINGS,
  Shutdown,
  type Settings,
} from '@livechat/runtime';
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
    private readonly metrics: Metrics,
  ) {}

  /** Waits for the server as long as it takes; the process is not ready meanwhile. */
  open(): Promise<CassandraClient> {
    return (this.opening ??= this.connect());
  }

  private async connect(): Promise<CassandraClient> {
    needed(this.settings.cassandraContactPoints, 'CASSANDRA_CONTACT_POINTS');
    const cassandra = new CassandraClient(this.settings, {
      onFull: () => this.metrics.boundsHit.inc({ bound: 'cassandra_requests' }),
      onHost: (address, isUp) =>
        isUp
          ? this.logger.info({ address }, 'A Cassandra node can be reached again')
          : this.logger.error({ address }, 'A Cassandra node cannot be reached'),
    });
    this.health.register('cassandra', () =>
      cassandra.rows('SELECT stage FROM checkpoints WHERE stage = ? AND key = ?', ['', '']),
    );
    this.shutdown.on('stores', 'cassandra', () => cassandra.close());
    let isWaiting = false;
    await cassandra.connected((err) => {
      if (!isWaiting) this.logger.warn({ err }, 'Waiting for Cassandra');
      isWaiting = true;
    });
    return cassandra;
  }
}

@Module({ providers: [SharedCassandra], exports: [SharedCassandra] })
export class CassandraModule {}
