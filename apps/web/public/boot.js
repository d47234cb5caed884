// What must stand before anything else runs; a file of its own, since inline scripts are forbidden.
(function () {
  // zod would otherwise try `new Function`, which the Content-Security-Policy reports as an attack.
  globalThis.__zod_globalConfig = { jitless: true };
  // Before the first paint, so that a chosen theme never flashes the other one.
  let theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  try {
    const chosen = localStorage.getItem('livechat.theme');
    if (chosen === 'light' || chosen === 'dark') theme = chosen;
  } catch {
    // Storage may be forbidden: the theme of the system then holds.
  }
  document.documentElement.dataset.theme = theme;
})();
