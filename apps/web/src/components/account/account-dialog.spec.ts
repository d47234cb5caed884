// @vitest-environment happy-dom
import { enableAutoUnmount, flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { browserParts, mounted, named } from '../../page.fixture.ts';
import { fakeServer, refusal, sessionOf } from '../../stores/session.fixture.ts';
import { useSessionStore, type SignInWay } from '../../stores/session.ts';
import AccountDialog from './AccountDialog.vue';

enableAutoUnmount(afterEach);

async function opened(way: SignInWay) {
  const { wrapper } = await mounted(AccountDialog);
  const session = useSessionStore();
  session.askToSignIn(way);
  await flushPromises();
  const fill = (fields: Record<string, string>) =>
    Promise.all(
      Object.entries(fields).map(([name, text]) =>
        wrapper.get(`input[name=${name}]`).setValue(text),
      ),
    );
  const submit = async () => {
    await wrapper.get('form').trigger('submit');
    await flushPromises();
  };
  return { wrapper, session, fill, submit };
}

describe('sign-in dialog', () => {
  beforeEach(() => {
    localStorage.clear();
    browserParts();
  });
  afterEach(() => vi.unstubAllGlobals());

  it.each([
    ['signIn', ['email', 'password']],
    ['register', ['displayName', 'email', 'password']],
    ['guest', ['displayName']],
  ] as const)('asks for what %s needs, and starts at its first field', async (way, names) => {
    fakeServer({});
    const { wrapper } = await opened(way);
    expect(wrapper.findAll('input').map((input) => input.attributes('name'))).toEqual(names);
    expect(document.activeElement?.getAttribute('name')).toBe(names[0]);
    for (const input of wrapper.findAll('input')) {
      expect(wrapper.find(`label[for="${input.attributes('id')}"]`).exists()).toBe(true);
    }
  });

  it('says at the field what is wrong before anything is sent', async () => {
    const server = fakeServer({});
    const { wrapper, fill, submit } = await opened('register');
    await fill({ displayName: 'Ann', email: 'nowhere', password: 'short' });
    await submit();
    const email = wrapper.get('input[name=email]');
    expect(email.attributes('aria-invalid')).toBe('true');
    const hint = wrapper.get(`[id="${email.attributes('aria-describedby')}"]`);
    expect(hint.text()).toContain('ann@example.org');
    expect(document.activeElement?.getAttribute('name')).toBe('email');
    expect(server.calls).toEqual([]);
  });

  it('signs a guest in by name alone and closes', async () => {
    const bodies: unknown[] = [];
    fakeServer({
      'POST /api/v1/sessions/guest': (body) => {
        bodies.push(body);
        return { body: sessionOf('Bo', 'guest') };
      },
    });
    const { session, fill, submit } = await opened('guest');
    await fill({ displayName: '  Bo ' });
    await submit();
    expect(bodies).toEqual([{ displayName: 'Bo' }]);
    expect(session.user?.kind).toBe('guest');
    expect(session.dialog).toBeUndefined();
  });

  it('keeps what was typed and says so when the password is wrong', async () => {
    fakeServer({ 'POST /api/v1/sessions': () => refusal('unauthenticated', 401) });
    const { wrapper, fill, submit } = await opened('signIn');
    await fill({ email: 'ann@example.org', password: 'not mine' });
    await submit();
    expect(wrapper.get('[role=alert]').text()).toContain('is not right');
    expect((wrapper.get('input[name=email]').element as HTMLInputElement).value).toBe(
      'ann@example.org',
    );
  });

  it('shows at its field what only the server knows', async () => {
    const issues = [{ path: 'password', message: 'too common' }];
    fakeServer({ 'POST /api/v1/users': () => refusal('invalid', 400, { issues }) });
    const { wrapper, fill, submit } = await opened('register');
    await fill({ displayName: 'Ann', email: 'ann@example.org', password: 'password1' });
    await submit();
    expect(wrapper.get('input[name=password]').attributes('aria-invalid')).toBe('true');
    expect(wrapper.find('[role=alert]').exists()).toBe(false);
  });

  it('goes over to another way and offers no guest to a guest', async () => {
    fakeServer({ 'POST /api/v1/sessions/guest': () => ({ body: sessionOf('Bo', 'guest') }) });
    const { wrapper, session } = await opened('signIn');
    await named(wrapper, 'Guest')[0]?.trigger('click');
    expect(wrapper.findAll('input')).toHaveLength(1);
    await session.guest('Bo');
    session.askToSignIn('register');
    await flushPromises();
    expect(named(wrapper, 'Guest')).toHaveLength(0);
  });

  it('closes with Escape', async () => {
    fakeServer({});
    const { wrapper, session } = await opened('signIn');
    await wrapper.get('dialog').trigger('cancel');
    expect(session.dialog).toBeUndefined();
  });
});
