import { onScopeDispose, toValue, watchEffect, type MaybeRefOrGetter } from 'vue';
import { useI18n } from 'vue-i18n';
import { useRoute } from 'vue-router';

/** Names the window after the route; pages that name themselves use `usePageTitle`. */
export function useRouteTitle(): void {
  const { t } = useI18n();
  const route = useRoute();
  watchEffect(() => {
    const { title } = route.meta;
    if (title) document.title = `${t(title)} · ${t('app.name')}`;
  });
}

/** Names the window while the page stands, e.g. after its stream. */
export function usePageTitle(title: MaybeRefOrGetter<string | undefined>): void {
  const { t } = useI18n();
  const stop = watchEffect(() => {
    const name = toValue(title);
    document.title = name ? `${name} · ${t('app.name')}` : t('app.name');
  });
  onScopeDispose(stop);
}
