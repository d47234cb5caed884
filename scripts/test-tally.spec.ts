import { describe, expect, it } from 'vitest';
import { sumOf, tallyLine, tallyOf } from './test-tally.mjs';

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((test) => ({ status: test })),
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
