export * from './chat-history.ts';
export * from './checkpoints.ts';
export * from './counters.ts';
export * from './event-log.ts';
export * from './fanout.ts';
export * from './presence.ts';
