import { archivePositionStage, partitionOf } from '@livechat/backends';
import { readSettings } from '@livechat/runtime';
import { describe, expect, it } from 'vitest';
import { ArchiveCover } from './archive-cover.ts';
import { HistoryReads } from './history-reads.ts';

const settings = readSettings({ LOG_EPOCH: '1' });
const streamId = 'stream-1';
const positions = new Map<string, { epoch: number; offset: number }>();
const checkpoints = {
  load: (stage: string, epoch: number, key: string) => {
    const position = positions.get(`${stage}/${epoch}/${key}`);
    return Promise.resolve(position);
  },
};
const cover = new ArchiveCover(checkpoints as never, {} as never, settings);
const archivedTo = (offset: number) =>
  positions.set(`${archivePositionStage}/1/${partitionOf(streamId, settings.logPartitions)}`, {
    epoch: 1,
    offset,
  });

describe('what the archive covers', () => {
  it('ends behind its position in this epoch; older epochs are whole', async () => {
    expect(await cover.end(streamId, 1)).toBe(0);
    archivedTo(41);
    expect(await cover.end(streamId, 1)).toBe(42);
    expect(await cover.end(streamId, 0)).toBe(Number.MAX_SAFE_INTEGER);
  });

  it('is the most that a page of messages shows: rows above it may still have holes', async () => {
    const asked: object[] = [];
    const history = {
      epochs: () => Promise.resolve([1, 0]),
      page: (_: string, range: object) => {
        asked.push(range);
        return Promise.resolve([]);
      },
    };
    const reads = new HistoryReads(history as never, cover, settings);
    archivedTo(41);
    await reads.messages(streamId, { limit: 50 });
    await reads.messages(streamId, { limit: 50, after: 40 });
    await reads.messages(streamId, { limit: 50, before: 30 });
    expect(asked).toMatchObject([{ before: 42 }, { before: 42, after: 40 }, { before: 30 }]);
  });
});
