// @ts-check
// The service image's health check: code 0 while the process says on its admin port that it is ready.
const port = process.env['ADMIN_PORT'] || '3001';
try {
  const signal = AbortSignal.timeout(3_000);
  const { ok } = await fetch(`http://127.0.0.1:${port}/health/ready`, { signal });
  process.exit(ok ? 0 : 1);
} catch {
  process.exit(1);
}
