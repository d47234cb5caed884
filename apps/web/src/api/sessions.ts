import {
  registered,
  session,
  type Credentials,
  type Registered,
  type Registration,
  type Session,
} from '@livechat/contracts';
import { request, type Call } from './http.ts';

const sessions = '/api/v1/sessions';

export const signIn = (body: Credentials): Promise<Session> =>
  request({ method: 'POST', path: sessions, body, answer: session });

export const signInAsGuest = (displayName: string): Promise<Session> =>
  request({ method: 'POST', path: `${sessions}/guest`, body: { displayName }, answer: session });

export const register = (body: Registration): Promise<Registered> =>
  request({ method: 'POST', path: '/api/v1/users', body, answer: registered });

/** A new access token for the refresh cookie, which is rotated. */
export const refresh = (): Promise<Session> =>
  request({ method: 'POST', path: `${sessions}/refresh`, answer: session });

export const signOut = (): Promise<void> => request({ method: 'DELETE', path: sessions });

/** Ends every session of the user: to be sent with their token. */
export const everySession: Call<void> = { method: 'DELETE', path: `${sessions}/all` };
