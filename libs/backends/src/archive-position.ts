import type { Checkpoints } from './checkpoints.ts';

/** Stage under which the archiver keeps, per partition, the offset up to which history is written. */
export const archivePositionStage = 'archive-position.1';

/** Stage under which the archiver keeps, per stream, `{count}`: how many events it has written. */
export const archiveStage = 'archive.1';

/** The offset up to which the history holds everything of a partition of raw-chats, −1 at first. */
export async function archivePosition(
  checkpoints: Checkpoints,
  epoch: number,
  partition: number,
): Promise<number> {
  const checkpoint = await checkpoints.load(archivePositionStage, epoch, `${partition}`);
  return checkpoint?.epoch === epoch ? checkpoint.offset : -1;
}
