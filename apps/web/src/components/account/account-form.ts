import { credentials, guestSession, registration, type Issue } from '@livechat/contracts';
import { RequestError } from '../../api/http.ts';
import type { SignInWay } from '../../stores/session.ts';

export type AccountField = 'email' | 'password' | 'displayName';
export type AccountFields = Record<AccountField, string>;
/** Keys below `account.wrong`, or of `app.error`, by the field they stand at. */
export type AccountFaults = Partial<Record<AccountField | 'form', string>>;

/** The fields each way asks for, in order. */
export const fieldsOf: Readonly<Record<SignInWay, readonly AccountField[]>> = {
  signIn: ['email', 'password'],
  register: ['displayName', 'email', 'password'],
  guest: ['displayName'],
};

const schemas = { signIn: credentials, register: registration, guest: guestSession };

/** What a way sends: its own fields only, ends trimmed where blanks mean nothing. */
export function bodyOf(way: SignInWay, { email, password, displayName }: AccountFields) {
  const bodies = {
    signIn: { email: email.trim(), password },
    register: { email: email.trim(), password, displayName: displayName.trim() },
    guest: { displayName: displayName.trim() },
  };
  return bodies[way];
}

/** What is wrong with the fields before anything is sent; the schemas are the server's own. */
export function faultsOf(way: SignInWay, fields: AccountFields): AccountFaults {
  const empty = way === 'signIn' ? emptyFaults(fields) : {};
  const { error } = schemas[way].safeParse(bodyOf(way, fields));
  return { ...faultsAt(error?.issues.map(({ path }) => String(path[0])) ?? []), ...empty };
}

function emptyFaults({ email, password }: AccountFields): AccountFaults {
  return {
    ...(email.trim() === '' && { email: 'account.wrong.email' }),
    ...(password === '' && { password: 'account.wrong.passwordMissing' }),
  };
}

const isField = (name: string): name is AccountField =>
  name === 'email' || name === 'password' || name === 'displayName';

const faultsAt = (names: readonly string[]): AccountFaults =>
  Object.fromEntries(names.filter(isField).map((name) => [name, `account.wrong.${name}`]));

/** What a refused call says of the form. */
export function faultsFrom(way: SignInWay, error: unknown): AccountFaults {
  if (!(error instanceof RequestError)) return { form: 'app.error.internal' };
  const { code, details } = error;
  if (code === 'unauthenticated') return { form: 'account.wrong.credentials' };
  if (code === 'conflict') {
    return way === 'guest'
      ? { displayName: 'account.wrong.nameTaken' }
      : { form: 'account.wrong.taken' };
  }
  const atFields = faultsAt((details.issues ?? []).map(({ path }: Issue) => path));
  return Object.keys(atFields).length > 0 ? atFields : { form: `app.error.${code}` };
}
