import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router';

const dashboard = () => import('./pages/DashboardPage.vue');

export const routes: readonly RouteRecordRaw[] = [
  {
    path: '/',
    name: 'lobby',
    component: () => import('./pages/LobbyPage.vue'),
    meta: { title: 'app.title.lobby' },
  },
  {
    path: '/streams/:id',
    name: 'stream',
    component: () => import('./pages/StreamPage.vue'),
    props: true,
  },
  {
    path: '/dashboard',
    name: 'dashboard',
    component: dashboard,
    meta: { title: 'app.title.dashboard' },
  },
  {
    path: '/dashboard/:id',
    name: 'dashboard-stream',
    component: dashboard,
    props: true,
    meta: { title: 'app.title.dashboard' },
  },
  {
    path: '/:path(.*)*',
    name: 'not-found',
    component: () => import('./pages/NotFoundPage.vue'),
    meta: { title: 'app.title.notFound' },
  },
];

export const createAppRouter = () =>
  createRouter({
    history: createWebHistory(),
    routes: [...routes],
    scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  });
