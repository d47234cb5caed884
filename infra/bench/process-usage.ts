import { readdirSync, readFileSync } from 'node:fs';

/** What the processes of one group took since they were started. */
export interface Usage {
  readonly cpuSeconds: number;
  readonly residentMb: number;
}

/** Clock ticks a second and bytes a page, as Linux has them on all machines Node runs on. */
const [ticks, pageBytes] = [100, 4_096];

/** CPU time and resident memory of a process group (every native server is one), from /proc. */
export function usageOf(group: number): Usage {
  const members = statistics().filter(({ pgrp }) => pgrp === group);
  const sum = (of: (member: Statistics) => number) => members.reduce((all, m) => all + of(m), 0);
  return {
    cpuSeconds: sum((m) => m.ticks) / ticks,
    residentMb: (sum((m) => m.pages) * pageBytes) / 2 ** 20,
  };
}

interface Statistics {
  readonly pgrp: number;
  readonly ticks: number;
  readonly pages: number;
}

function statistics(): readonly Statistics[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => {
    try {
      return [parsed(readFileSync(`/proc/${pid}/stat`, 'utf8'))];
    } catch {
      // It ended meanwhile.
      return [];
    }
  });
}

/** See proc(5): the name in parentheses may hold blanks; fields are counted behind it. */
function parsed(stat: string): Statistics {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const field = (number: number) => Number(fields[number - 3]);
  return { pgrp: field(5), ticks: field(14) + field(15), pages: field(24) };
}
