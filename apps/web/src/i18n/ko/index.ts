import type { Messages } from '../en/index.ts';
import { account } from './account.ts';
import { app } from './app.ts';
import { dashboard } from './dashboard.ts';
import { lobby } from './lobby.ts';
import { stream } from './stream.ts';

/** Korean texts, in the polite 해요 style, by meaning. */
const messages: Messages = { app, lobby, account, dashboard, stream };

export default messages;
