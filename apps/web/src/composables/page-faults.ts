import { onErrorCaptured, ref } from 'vue';
import { useI18n } from 'vue-i18n';
import { useRouter } from 'vue-router';
import { useNoticesStore } from '../stores/notices.ts';

/** What Vue says of an error that leaves no page to look at: words in development, numbers when built. */
const fatal = /setup function|render function|component update|#runtime-(0|1|15)$/;

/**
 * True once the shown page cannot go on, by its own code or because its file could not be loaded; the
 * next page starts afresh. Any lesser error gets a notice. All go on to the console, where a developer
 * looks for them.
 */
export function usePageFaults() {
  const isBroken = ref(false);
  const router = useRouter();
  const notices = useNoticesStore();
  const { t } = useI18n();
  onErrorCaptured((_error, _instance, info) => {
    if (fatal.test(info)) isBroken.value = true;
    else notices.show(t('app.wrong'));
  });
  router.onError(() => (isBroken.value = true));
  router.afterEach((_to, _from, failure) => {
    if (!failure) isBroken.value = false;
  });
  return isBroken;
}
