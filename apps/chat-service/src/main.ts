/** A signal while the rest is loaded ends the process; as process 1 of a container it would be lost. */
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  process.on(signal, () => process.exit(0));
}

const { clusterSettings, runService } = await import('@livechat/runtime');
const { ChatModule } = await import('@livechat/chat');

/** Sockets, sending, moderation, history and analysis reads, the feed of a stream. */
await runService({
  name: 'chat-service',
  module: ChatModule,
  settings: clusterSettings,
});
