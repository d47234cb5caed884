/** The rules of the ledger that a client of the public contracts can judge. */
export const rules = {
  L1: 'no loss: every acked message is in the history, where its ack says or, where a copy was acked, before it',
  L2: 'no phantom: what is seen is in the history, what is in the history was sent and not refused',
  L3: 'no duplicate: one row for each message',
  L4: 'completeness: a viewer renders every event from his join to his leave',
  L5: 'no double render: no message twice for a viewer, no frame twice on a connection',
  L6: 'order: offsets rise for every viewer, numbers rise for every sender, and all see the same',
  L11: 'authority: a message bears the user whose socket sent it',
  L12: 'content: the text is the one that was sent',
} as const;

export type Rule = keyof typeof rules;
export const ruleNames = Object.keys(rules) as readonly Rule[];

const examplesKept = 20;

/** Breaches: all counted, the first 20 kept with what is known of them. */
export class Findings {
  readonly counts: Record<Rule, number> = {
    L1: 0,
    L2: 0,
    L3: 0,
    L4: 0,
    L5: 0,
    L6: 0,
    L11: 0,
    L12: 0,
  };
  readonly examples: string[] = [];

  /** `describe` is only called while examples are still kept. */
  add(rule: Rule, describe: () => string): void {
    this.counts[rule] += 1;
    if (this.examples.length < examplesKept) this.examples.push(`${rule} ${describe()}`);
  }
}
