// @ts-check
// Loaded into a product with `--import`: tells the bench that started it, once a second, what it holds.
import { getHeapSpaceStatistics } from 'node:v8';

setInterval(() => {
  if (!process.connected) return;
  const spaces = getHeapSpaceStatistics().map((space) => [space.space_name, space.space_size]);
  process.send?.({ usage: process.memoryUsage(), spaces: Object.fromEntries(spaces) });
}, 1_000).unref();
