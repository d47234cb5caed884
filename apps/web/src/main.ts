import { createPinia } from 'pinia';
import { createApp } from 'vue';
import App from './App.vue';
import { i18n, showPreferredLocale } from './i18n/index.ts';
import { createAppRouter } from './router.ts';
import { useNoticesStore } from './stores/notices.ts';
import { useSessionStore } from './stores/session.ts';
import './styles/tokens.css';
import './styles/base.css';

const app = createApp(App).use(createPinia()).use(i18n).use(createAppRouter());
void useSessionStore().start();
const isPreferred = await showPreferredLocale();
app.mount('#app');
if (!isPreferred) useNoticesStore().show(i18n.global.t('app.language.away'));
