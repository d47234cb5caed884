import type { Credentials, Registration, Session, User } from '@livechat/contracts';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { accessToken, type AccessToken } from '../api/access-token.ts';
import { codeOf, request, RequestError, type Call } from '../api/http.ts';
import * as sessions from '../api/sessions.ts';
import { stored } from './stored.ts';
import { otherTabs } from './other-tabs.ts';

export type SignInWay = 'signIn' | 'register' | 'guest';

/** Whether a refresh cookie may exist; the cookie itself is out of a script's reach. */
const hint = stored('livechat.session', (text): text is 'yes' => text === 'yes');

/**
 * Who is here. The access token lives in this closure only: never in storage, a URL or state that
 * a devtool prints.
 */
export const useSessionStore = defineStore('session', () => {
  const user = shallowRef<User>();
  const ready = ref(false);
  /** Which form the dialog shows; undefined = closed. */
  const dialog = ref<SignInWay>();
  let current: AccessToken | undefined;
  let refreshing: Promise<string | undefined> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tabs = otherTabs('livechat.session', () => void follow());

  function keep(session: Session): string {
    current = accessToken(session);
    user.value = session.user;
    hint.write('yes');
    clearTimeout(timer);
    timer = setTimeout(renewInBackground, Math.max(1_000, current.staleAt - performance.now()));
    return current.text;
  }

  function forget(): void {
    current = undefined;
    user.value = undefined;
    hint.write(undefined);
    clearTimeout(timer);
  }

  /** One refresh at a time; undefined where the session is over. */
  function renew(): Promise<string | undefined> {
    refreshing ??= sessions
      .refresh()
      .then(keep, (error: unknown) => {
        if (codeOf(error) !== 'unauthenticated') throw error;
        forget();
        return undefined;
      })
      .finally(() => (refreshing = undefined));
    return refreshing;
  }

  function renewInBackground(): void {
    renew().catch(() => {
      // The server is away or busy; whoever needs a token meanwhile asks again.
      clearTimeout(timer);
      timer = setTimeout(renewInBackground, 10_000);
    });
  }

  /**
   * An access token good for at least some seconds, or undefined when nobody is signed in. Throws
   * RequestError where one is needed and cannot be had right now (offline, server away).
   */
  async function token(): Promise<string | undefined> {
    if (!ready.value) await start();
    if (!user.value) return undefined;
    const now = performance.now();
    if (current && now < current.staleAt) return current.text;
    try {
      return await renew();
    } catch (error) {
      if (current && performance.now() < current.deadAt) return current.text;
      throw error;
    }
  }

  /** A call with the bearer token; one that ran out on its way is renewed once. */
  async function authorized<T = void>(call: Call<T>): Promise<T> {
    try {
      return await request({ ...call, token: await token() });
    } catch (error) {
      if (codeOf(error) !== 'token_expired') throw error;
      return request({ ...call, token: await renew() });
    }
  }

  let starting: Promise<void> | undefined;
  /** Picks up the session this browser had; never throws. `ready` afterwards. */
  function start(): Promise<void> {
    starting ??= (hint.read() ? renew() : Promise.resolve(undefined))
      .then(
        () => undefined,
        () => renewInBackground(),
      )
      .finally(() => (ready.value = true));
    return starting;
  }

  /** Another tab signed in or out: this one does as it did. */
  async function follow(): Promise<void> {
    if (!hint.read()) return forget();
    await renew().catch(() => renewInBackground());
  }

  async function enter(session: Promise<Session>): Promise<void> {
    keep(await session);
    dialog.value = undefined;
    tabs.tell();
  }

  async function leave(end: () => Promise<void>): Promise<void> {
    try {
      await end();
    } catch (error) {
      if (codeOf(error) !== 'unauthenticated') throw error;
    }
    forget();
    tabs.tell();
  }

  return {
    user,
    ready,
    dialog,
    isMember: computed(() => user.value?.kind === 'member'),
    start,
    token,
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
    signOutEverywhere: () =>
      leave(async () => {
        const text = await token();
        if (text === undefined) throw new RequestError('unauthenticated');
        await sessions.signOutEverywhere(text);
      }),
    /** Opens the sign-in dialog over whatever page is shown. */
    askToSignIn: (way: SignInWay = 'signIn') => (dialog.value = way),
    closeDialog: () => (dialog.value = undefined),
  };
});
