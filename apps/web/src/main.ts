import { createPinia } from 'pinia';
import { createApp } from 'vue';
import App from './App.vue';
import { i18n, preferredLocale, showLocale } from './i18n/index.ts';
import { createAppRouter } from './router.ts';
import { useSessionStore } from './stores/session.ts';
import './styles/tokens.css';
import './styles/base.css';

const app = createApp(App).use(createPinia()).use(i18n).use(createAppRouter());
void useSessionStore().start();
await showLocale(preferredLocale());
app.mount('#app');
