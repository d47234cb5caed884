import { describe, expect, it } from 'vitest';
import { failuresOf, sumOf, tallyLine, tallyOf } from './test-tally.mjs';

const file = (status: string, ...tests: string[]) => ({
  name: 'x.spec.ts',
  status,
  assertionResults: tests.map((test) => ({ status: test, fullName: 'a test' })),
});
const report = (passed: number, failed: number, ...testResults: ReturnType<typeof file>[]) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: 1,
  numTodoTests: 0,
  testResults,
});

describe('the tally of test reports', () => {
  it('counts tests that passed, failed and were skipped', () => {
    const one = report(2, 1, file('passed', 'passed'), file('failed', 'passed', 'failed'));
    expect(tallyOf(one)).toEqual({ passed: 2, failed: 1, skipped: 1 });
  });

  it('counts a file that could not be loaded as one failure', () => {
    expect(tallyOf(report(1, 0, file('passed', 'passed'), file('failed')))).toMatchObject({
      failed: 1,
    });
  });

  it('counts a run without a report as one failure', () => {
    expect(tallyOf(undefined)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('ends in one line of all runs together', () => {
    const runs = [report(2, 0), report(3, 1, file('failed', 'failed'))].map(tallyOf);
    expect(tallyLine(sumOf(runs))).toBe('5 passed, 1 failed, 2 skipped');
    expect(tallyLine(sumOf([]))).toBe('0 passed, 0 failed');
  });
});

describe('the failures of test reports', () => {
  it('are named by file and test, with the beginning of what was said', () => {
    const said = Array.from({ length: 40 }, (_, i) => `line ${i}`).join('\n');
    const failing = {
      ...report(0, 1),
      testResults: [
        {
          name: 'a.spec.ts',
          status: 'failed',
          assertionResults: [
            { status: 'passed', fullName: 'works' },
            { status: 'failed', fullName: 'adds up', failureMessages: [said] },
          ],
        },
        { name: 'b.spec.ts', status: 'failed', message: 'no such module', assertionResults: [] },
      ],
    };
    const [first = '', second] = failuresOf(failing);
    expect(first).toMatch(/^FAILED a\.spec\.ts adds up\n {2}line 0\n/);
    expect(first).not.toContain('line 20');
    expect(second).toBe('FAILED b.spec.ts\n  no such module');
    expect(failuresOf(undefined)).toEqual([]);
  });
});
