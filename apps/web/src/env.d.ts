/// <reference types="vite/client" />
import type { Messages } from './i18n/en/index.ts';

declare module 'vue-router' {
  interface RouteMeta {
    /** Key of the page's title; a page that names itself leaves it out. */
    title?: string;
  }
}

declare module 'vue-i18n' {
  // Keys of `t` are completed and checked from the English texts.
  interface DefineLocaleMessage extends Messages {}
}
