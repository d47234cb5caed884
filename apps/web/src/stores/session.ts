import type { Credentials, Registration, Session, User } from '@livechat/contracts';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { codeOf, request, type Call } from '../api/http.ts';
import * as sessions from '../api/sessions.ts';
import { TokenKeeper } from '../api/token-keeper.ts';
import { otherTabs } from './other-tabs.ts';
import { stored } from './stored.ts';

/** The forms of the sign-in dialog. */
export type SignInWay = 'signIn' | 'register' | 'guest';

/** Whether a refresh cookie may exist; the cookie itself is out of a script's reach. */
const hint = stored('livechat.session', (text): text is 'yes' => text === 'yes');

/** Who is here, and how to sign in, out, and call the API as them. */
export const useSessionStore = defineStore('session', () => {
  const user = shallowRef<User>();
  const ready = ref(false);
  const dialog = ref<SignInWay>();
  const keeper = new TokenKeeper(sessions.refresh, (now) => {
    user.value = now;
    hint.write(now && 'yes');
  });
  const tabs = otherTabs('livechat.session', () =>
    hint.read() ? keeper.renewInBackground() : keeper.leave(),
  );
  let starting: Promise<void> | undefined;

  /** Picks up the session this browser had; never rejects. `ready` afterwards. */
  function start(): Promise<void> {
    starting ??= (hint.read() ? keeper.renew() : Promise.resolve(undefined))
      .catch(() => keeper.renewInBackground())
      .then(() => void (ready.value = true));
    return starting;
  }

  /**
   * An access token good for at least some seconds, undefined when nobody is signed in. Rejects with
   * RequestError where one is needed and cannot be had right now (offline, server away).
   */
  async function token(): Promise<string | undefined> {
    await start();
    return user.value ? keeper.token() : undefined;
  }

  /** A call with the bearer token; one that ran out on its way is renewed once. */
  async function authorized<T = void>(call: Call<T>): Promise<T> {
    try {
      return await request({ ...call, token: await token() });
    } catch (error) {
      if (codeOf(error) !== 'token_expired' || !user.value) throw error;
      return request({ ...call, token: await keeper.renew() });
    }
  }

  async function enter(session: Promise<Session>): Promise<void> {
    keeper.enter(await session);
    dialog.value = undefined;
    tabs.tell();
  }

  async function leave(end: () => Promise<void>): Promise<void> {
    try {
      await end();
    } catch (error) {
      // A session that is over already is as good as ended.
      if (codeOf(error) !== 'unauthenticated') throw error;
    }
    keeper.leave();
    tabs.tell();
  }

  return {
    /** Undefined for an anonymous viewer. */
    user,
    /** The session of before is picked up, or there was none. */
    ready,
    /** Which form the sign-in dialog shows; undefined while it is closed. */
    dialog,
    isMember: computed(() => user.value?.kind === 'member'),
    start,
    token,
    /** A new token where the one before was refused. */
    renewedToken: async () => (user.value ? keeper.renew() : undefined),
    authorized,
    signIn: (credentials: Credentials) => enter(sessions.signIn(credentials)),
    guest: (displayName: string) => enter(sessions.signInAsGuest(displayName)),
    /** Makes an account and signs in to it. */
    register: async (registration: Registration) => {
      await sessions.register(registration);
      const { email, password } = registration;
      await enter(sessions.signIn({ email, password }));
    },
    signOut: () => leave(sessions.signOut),
    signOutEverywhere: () => leave(() => authorized(sessions.everySession)),
    /** Opens the sign-in dialog over whatever page is shown. */
    askToSignIn: (way: SignInWay = 'signIn') => void (dialog.value = way),
    closeDialog: () => void (dialog.value = undefined),
  };
});
