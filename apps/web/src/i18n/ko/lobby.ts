import type { Messages } from '../en/index.ts';

export const lobby: Messages['lobby'] = {};
