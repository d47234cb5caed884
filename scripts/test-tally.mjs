// @ts-check
// node scripts/test-tally.mjs REPORT…: names the tests that failed in vitest's JSON reports, and sums
// them up as `N passed, N failed` in the last line.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Tally
 * @typedef {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number,
 *   testResults: FileResult[] }} Report
 * @typedef {{ name: string, status: string, message?: string, assertionResults: TestResult[] }} FileResult
 * @typedef {{ status: string, fullName: string, failureMessages?: string[] }} TestResult
 */

/** Lines of what a failed test said that are worth repeating. */
const saidLines = 12;

/**
 * The counts of one report. A file that could not be loaded has no test that failed, so it counts
 * as one itself; so does a run whose report is missing.
 * @param {Report | undefined} report
 * @returns {Tally}
 */
export function tallyOf(report) {
  if (!report) return { passed: 0, failed: 1, skipped: 0 };
  const broken = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/**
 * What failed in a report: a file and test per entry, with the beginning of what it said.
 * @param {Report | undefined} report
 * @returns {string[]}
 */
export const failuresOf = (report) =>
  (report?.testResults ?? []).flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === 'failed');
    if (failed.length === 0) return status === 'failed' ? [failure(name, '', message)] : [];
    return failed.map((test) => failure(name, test.fullName, test.failureMessages?.join('\n')));
  });

/** @param {string} file @param {string} test @param {string} [said] */
const failure = (file, test, said = '') =>
  [`FAILED ${file} ${test}`.trimEnd(), ...said.split('\n').slice(0, saidLines)].join('\n  ');

/** @param {readonly Tally[]} tallies @returns {Tally} */
export const sumOf = (tallies) =>
  tallies.reduce(
    (sum, { passed, failed, skipped }) => ({
      passed: sum.passed + passed,
      failed: sum.failed + failed,
      skipped: sum.skipped + skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );

/** @param {Tally} tally */
export const tallyLine = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;

/** @param {string} path @returns {Report | undefined} */
const read = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const reports = process.argv.slice(2).map(read);
  for (const failed of reports.flatMap(failuresOf)) process.stdout.write(`${failed}\n`);
  const sum = sumOf(reports.map(tallyOf));
  // Steps that are no tests but failed (lint, types) are told by the caller.
  sum.failed += Number(process.env['FAILED_STEPS'] ?? 0);
  process.stdout.write(`${tallyLine(sum)}\n`);
  process.exitCode = sum.failed > 0 || sum.passed === 0 ? 1 : 0;
}
