export const stream = {};
