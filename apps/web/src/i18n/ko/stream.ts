import type { Messages } from '../en/index.ts';

export const stream: Messages['stream'] = {};
