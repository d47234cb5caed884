/** A signal while the rest is loaded ends the process; as process 1 of a container it would be lost. */
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  process.on(signal, () => process.exit(0));
}

const { clusterSettings, runService } = await import('@livechat/runtime');
const { RelayModule } = await import('@livechat/chat');

/** Log → rings and channels. */
await runService({
  name: 'chat-relay',
  module: RelayModule,
  settings: clusterSettings,
  isWorker: true,
});
