import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appendAudit, verifyAudit } from './audit.ts';
import type { NewDatabase } from './database.contract.ts';
import type { Database } from './database.ts';
import { AuditHeadRow, AuditRow } from './entities/audit.ts';

const ban = { actorId: 'mod', action: 'chatter.banned', target: 'chatter', streamId: 's' };

/** What the audit chain promises on every database. */
export function auditContract(name: string, make: NewDatabase): void {
  describe(`the audit chain on ${name}`, () => {
    let database: Database;
    let dispose: () => Promise<void>;
    const append = (act = {}) => database.run((m) => appendAudit(m, { ...ban, ...act }));
    const appendMany = (count: number) =>
      database.run(async (m) => {
        for (let i = 0; i < count; i += 1) await appendAudit(m, { ...ban, reason: `no. ${i}` });
      });
    const rows = () => database.run((m) => m.find(AuditRow, { order: { id: 'ASC' } }));

    beforeEach(async () => {
      const made = await make();
      database = made.database;
      dispose = () => made.dispose();
    });
    afterEach(() => dispose());

    it('numbers rows without a hole and links each to the one before', async () => {
      expect([await append(), await append(), await append()]).toEqual([1, 2, 3]);
      const [first, second, third] = await rows();
      expect(first?.previousHash).toBe('');
      expect(second?.previousHash).toBe(first?.hash);
      expect(third?.previousHash).toBe(second?.hash);
    });

    it('keeps hashes of what was before and after, never the content', async () => {
      await append({ before: { title: 'secret title' }, after: { title: 'other' }, ip: '::1' });
      const [row] = await rows();
      expect(row).toMatchObject({ ip: '::1', beforeHash: expect.stringMatching(/^[0-9a-f]{64}$/) });
      expect(row?.beforeHash).not.toBe(row?.afterHash);
      expect(JSON.stringify(row)).not.toContain('secret');
    });

    it('leaves no row of a change that was rolled back, and no hole either', async () => {
      const failing = database.run(async (m) => {
        await appendAudit(m, ban);
        throw new Error('the change fails');
      });
      await expect(failing).rejects.toThrow('the change fails');
      expect(await append()).toBe(1);
      expect(await verifyAudit(database)).toEqual({ rows: 1 });
    });

    it('verifies, also when empty and when longer than one piece of the walk', async () => {
      expect(await verifyAudit(database)).toEqual({ rows: 0 });
      for (let i = 0; i < 12; i += 1) await appendMany(100);
      expect(await verifyAudit(database)).toEqual({ rows: 1_200 });
    });

    const fields = [
      ['actorId', 'other'],
      ['action', 'chatter.pardoned'],
      ['target', 'other'],
      ['streamId', 'other'],
      ['at', 5],
      ['ip', '::2'],
      ['requestId', 'r'],
      ['reason', 'because'],
      ['beforeHash', 'f'.repeat(64)],
      ['afterHash', 'f'.repeat(64)],
    ] as const;

    it.each(fields)('finds a changed %s', async (field, value) => {
      for (let i = 0; i < 3; i += 1) await append();
      await database.run((m) => m.update(AuditRow, { id: 2 }, { [field]: value }));
      expect(await verifyAudit(database)).toEqual({ rows: 1, brokenAt: 2 });
    });

    it.each([1, 2, 3])('finds that row %i of three was deleted', async (id) => {
      for (let i = 0; i < 3; i += 1) await append();
      await database.run((m) => m.delete(AuditRow, { id }));
      expect(await verifyAudit(database)).toEqual({ rows: id - 1, brokenAt: id });
    });

    it('finds a row put behind the end', async () => {
      await append();
      const row = Object.assign((await rows())[0]!, { id: 2 });
      await database.run((m) => m.insert(AuditRow, row));
      expect(await verifyAudit(database)).toEqual({ rows: 1, brokenAt: 2 });
    });

    it('finds a tail cut off together with a head set back to a wrong hash', async () => {
      for (let i = 0; i < 3; i += 1) await append();
      await database.run(async (m) => {
        await m.delete(AuditRow, { id: 3 });
        await m.update(AuditHeadRow, { id: 1 }, { lastId: 2 });
      });
      expect(await verifyAudit(database)).toEqual({ rows: 2, brokenAt: 3 });
    });

    it('stays whole when many append at once, and a walk meanwhile finds nothing wrong', async () => {
      const appending = Promise.all(Array.from({ length: 40 }, () => append()));
      const walks = [await verifyAudit(database), await verifyAudit(database)];
      const ids = await appending;
      expect(ids.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
      expect(walks.map(({ brokenAt }) => brokenAt)).toEqual([undefined, undefined]);
      expect(await verifyAudit(database)).toEqual({ rows: 40 });
    });
  });
}
