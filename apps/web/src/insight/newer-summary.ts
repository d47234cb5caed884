import type { Summary } from '@livechat/contracts';

/**
 * Whether one summary takes the place of another: a later one, or a revision of the same; nothing
 * comes after the recap of the whole stream but a revision of it.
 */
export function isNewerSummary(one: Summary, other: Summary): boolean {
  if (one.epoch !== other.epoch) return one.epoch > other.epoch;
  if (one.final !== other.final) return one.final === true;
  return one.upTo > other.upTo || (one.upTo === other.upTo && one.revision >= other.revision);
}
