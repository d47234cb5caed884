import { account } from './account.ts';
import { app } from './app.ts';
import { dashboard } from './dashboard.ts';
import { lobby } from './lobby.ts';
import { stream } from './stream.ts';

/** English texts; their shape is the one every language has. */
const messages = { app, lobby, account, dashboard, stream };

export type Messages = typeof messages;
export default messages;
