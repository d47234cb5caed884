/** A signal while the rest is loaded ends the process; as process 1 of a container it would be lost. */
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  process.on(signal, () => process.exit(0));
}

const { runStandalone } = await import('./standalone.ts');
await runStandalone(process.argv.slice(2));
