export { Accounts } from './accounts.ts';
export type { Caller } from './caller.ts';
export { Sessions, type OpenedSession } from './sessions.ts';
export { SignIn } from './sign-in.ts';
export { Streams } from './streams.ts';
export { AccessTokens, type IssuedToken } from './tokens.ts';
export { UsersModule } from './users.module.ts';
