/** A signal while the rest is loaded ends the process; as process 1 of a container it would be lost. */
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  process.on(signal, () => process.exit(0));
}

const { clusterSettings, runService } = await import('@livechat/runtime');
const { UsersModule } = await import('@livechat/users');

/** Accounts, sessions, streams, moderators, the lobby. */
await runService({
  name: 'user-service',
  module: UsersModule,
  settings: clusterSettings,
});
