import type { Summary } from '@livechat/contracts';

/** Whether one summary takes the place of another: a later one, or a revision of the same. */
export const isNewerSummary = (one: Summary, other: Summary): boolean =>
  one.epoch > other.epoch ||
  (one.epoch === other.epoch &&
    (one.upTo > other.upTo || (one.upTo === other.upTo && one.revision >= other.revision)));
