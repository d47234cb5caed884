/** A signal while the rest is loaded ends the process; as process 1 of a container it would be lost. */
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  process.on(signal, () => process.exit(0));
}

const { clusterSettings, runService } = await import('@livechat/runtime');
const { AnalyzerModule } = await import('@livechat/insight');

/** Log → labels, mood, summary requests. */
await runService({
  name: 'stream-analyzer',
  module: AnalyzerModule,
  settings: clusterSettings,
  isWorker: true,
});
