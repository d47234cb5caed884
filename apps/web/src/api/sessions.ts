import {
  session,
  user,
  type Credentials,
  type Registration,
  type Session,
  type User,
} from '@livechat/contracts';
import { request, type AnswerSchema, type Call } from './http.ts';

const sessions = '/api/v1/sessions';

const registered: AnswerSchema<User> = {
  parse: (value) => user.parse((value as { user?: unknown } | undefined)?.user),
};

export const signIn = (body: Credentials): Promise<Session> =>
  request({ method: 'POST', path: sessions, body, answer: session });

export const signInAsGuest = (displayName: string): Promise<Session> =>
  request({ method: 'POST', path: `${sessions}/guest`, body: { displayName }, answer: session });

export const register = (body: Registration): Promise<User> =>
  request({ method: 'POST', path: '/api/v1/users', body, answer: registered });

/** A new access token for the refresh cookie, which is rotated. */
export const refresh = (): Promise<Session> =>
  request({ method: 'POST', path: `${sessions}/refresh`, answer: session });

export const signOut = (): Promise<void> => request({ method: 'DELETE', path: sessions });

/** Ends every session of the user: to be sent with their token. */
export const everySession: Call<void> = { method: 'DELETE', path: `${sessions}/all` };
