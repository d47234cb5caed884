import { Database, RefreshFamilyRow, UserRow } from '@livechat/backends';
import { Logger, Shutdown } from '@livechat/runtime';
import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { pruneFamilies } from './families.ts';

const everyMs = 60 * 60 * 1_000;
/** Rows a unit of work deletes at most, so that nobody waits for it. */
const piece = 200;
const guestGraceMs = 24 * 60 * 60 * 1_000;

/** Once an hour forgets sessions that are long over, and guests who have none left. */
@Injectable()
export class Pruning implements OnApplicationBootstrap {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly logger: Logger,
    private readonly shutdown: Shutdown,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.runLogged(), everyMs).unref();
    this.shutdown.on('workers', 'pruning', () => clearInterval(this.timer));
  }

  /** Deletes all there is to delete now, a piece at a time. */
  async run(): Promise<void> {
    await untilShort((manager) => pruneFamilies(manager, piece), this.database);
    await untilShort(pruneGuests, this.database);
  }

  private async runLogged(): Promise<void> {
    try {
      await this.run();
    } catch (err) {
      this.logger.warn({ err }, 'Pruning failed and is tried again in an hour');
    }
  }
}

async function untilShort(
  prune: (manager: EntityManager) => Promise<number>,
  database: Database,
): Promise<void> {
  let pruned: number;
  do pruned = await database.run(prune);
  while (pruned === piece);
}

async function pruneGuests(manager: EntityManager): Promise<number> {
  const before = Date.now() - guestGraceMs;
  const guests = await manager
    .createQueryBuilder(UserRow, 'guest')
    .leftJoin(RefreshFamilyRow, 'family', 'family.userId = guest.id')
    .where("guest.kind = 'guest' AND guest.createdAt < :before AND family.id IS NULL", { before })
    .select(['guest.id'])
    .limit(piece)
    .getMany();
  if (guests.length > 0)
    await manager.delete(
      UserRow,
      guests.map(({ id }) => id),
    );
  return guests.length;
}
