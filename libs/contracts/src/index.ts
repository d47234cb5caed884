export * from './analysis.ts';
export * from './errors.ts';
export * from './http.ts';
export * from './ids.ts';
export * from './log-events.ts';
export * from './positions.ts';
export * from './socket.ts';
export * from './topics.ts';
