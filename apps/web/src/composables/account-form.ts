import { nextTick, reactive, ref, watch } from 'vue';
import {
  bodyOf,
  faultsFrom,
  faultsOf,
  fieldsOf,
  type AccountFaults,
  type AccountFields,
} from '../components/account/account-form.ts';
import { useSessionStore, type SignInWay } from '../stores/session.ts';
import type { Credentials, Registration } from '@livechat/contracts';

/** The sign-in dialog's form: what was typed stays while one changes the way. */
export function useAccountForm(form: { readonly value: HTMLFormElement | null }) {
  const session = useSessionStore();
  const fields = reactive<AccountFields>({ email: '', password: '', displayName: '' });
  const faults = ref<AccountFaults>({});
  const isBusy = ref(false);
  watch(
    () => session.dialog,
    (way) => {
      faults.value = {};
      if (way) void focus(fieldsOf[way][0]);
    },
    { immediate: true },
  );

  async function focus(field: string | undefined): Promise<void> {
    await nextTick();
    form.value?.querySelector<HTMLInputElement>(`input[name="${field}"]`)?.focus();
  }

  function come(way: SignInWay): Promise<void> {
    const body = bodyOf(way, fields);
    if (way === 'register') return session.register(body as Registration);
    if (way === 'signIn') return session.signIn(body as Credentials);
    return session.guest(fields.displayName.trim());
  }

  async function submit(way: SignInWay): Promise<void> {
    if (isBusy.value) return;
    faults.value = faultsOf(way, fields);
    isBusy.value = true;
    try {
      if (Object.keys(faults.value).length === 0) await come(way);
    } catch (error) {
      faults.value = faultsFrom(way, error);
    } finally {
      isBusy.value = false;
    }
    await focus(fieldsOf[way].find((field) => faults.value[field]));
  }

  return { fields, faults, isBusy, submit };
}
