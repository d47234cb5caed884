import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clustersOf, jaccard, likeness, nearDuplicates, shinglesOf } from './near-duplicates.ts';

const posted = (...texts: string[]) =>
  texts.map((text, at) => ({ text, chatter: `chatter-${at}` }));
const form = fc
  .array(
    fc.constantFrom(
      'red',
      'blue',
      'door',
      'open',
      'opens',
      'key',
      'keys',
      '문을',
      '열어',
      '주세요',
    ),
    {
      maxLength: 6,
    },
  )
  .map((words) => words.join(' '));

/** Compares with every group instead of those that share a rare shingle. */
function slowClusters(forms: readonly string[]): number[][] {
  const leaders: { form: string; places: number[] }[] = [];
  const known = new Map<string, { places: number[] }>();
  forms.forEach((one, place) => {
    if (one === '') return;
    const same = known.get(one);
    if (same) {
      same.places.push(place);
      return;
    }
    let best: (typeof leaders)[number] | undefined;
    let most = 0;
    for (const leader of leaders) {
      const index = jaccard(shinglesOf(one), shinglesOf(leader.form));
      if (index >= 0.5 && index > most) [best, most] = [leader, index];
    }
    if (best) best.places.push(place);
    else leaders.push((best = { form: one, places: [place] }));
    known.set(one, best);
  });
  return leaders.map(({ places }) => places.sort((a, b) => a - b));
}

describe('nearDuplicates', () => {
  it('puts copies with other case, length, emotes and punctuation into one group', () => {
    const texts = [
      'open the red door now',
      'OPEN THE RED DOOR NOW!!!',
      'opennn the reddd door now KEKW',
    ];
    expect(nearDuplicates(posted(...texts))).toEqual([{ members: [0, 1, 2], chatters: 3 }]);
  });

  it('keeps what only shares some words apart', () => {
    const clusters = nearDuplicates(posted('the red door is open', 'the blue key is lost'));
    expect(clusters).toHaveLength(2);
  });

  it('counts each chatter once', () => {
    const messages = Array.from({ length: 9 }, () => ({
      text: 'buy my merch now',
      chatter: 'one',
    }));
    expect(nearDuplicates(messages)[0]).toMatchObject({ chatters: 1 });
  });

  it('leaves reactions without words out', () => {
    expect(nearDuplicates(posted('😂', 'ㅋㅋㅋ', 'KEKW', '', '...'))).toEqual([]);
  });

  it('finds Korean near-duplicates', () => {
    const [cluster] = nearDuplicates(
      posted('문을 열어 주세요', '문을 열어주세요!!', '문을 열어 주세요 ㅠㅠ'),
    );
    expect(cluster?.members).toEqual([0, 1, 2]);
  });

  it('is exact: the same groups as comparing everything with everything', () => {
    fc.assert(
      fc.property(fc.array(form, { maxLength: 25 }), (forms) => {
        expect(clustersOf(forms)).toEqual(slowClusters(forms));
      }),
      { numRuns: 300 },
    );
  });

  it('puts every message with words into exactly one group', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (texts) => {
        const members = nearDuplicates(posted(...texts)).flatMap((cluster) => cluster.members);
        expect(new Set(members).size).toBe(members.length);
      }),
    );
  });

  it('takes a wave of a thousand variants in under 300 ms of CPU time', () => {
    const wave = Array.from({ length: 1_000 }, (_, at) => ({
      text: `everybody spam this message number ${at * 7919} before the gate closes ${at % 13}`,
      chatter: `c${at}`,
    }));
    const begin = process.cpuUsage();
    const clusters = nearDuplicates(wave);
    const { user, system } = process.cpuUsage(begin);
    expect((user + system) / 1000).toBeLessThan(300);
    expect(clusters[0]?.chatters).toBeGreaterThan(990);
  });
});

describe('likeness', () => {
  it('is 1 for equals, 0 for strangers, and the same both ways', () => {
    expect(likeness('red door', 'RED door!')).toBe(1);
    expect(likeness('red', 'blau')).toBe(0);
    expect(likeness('red door', 'red doors')).toBe(likeness('red doors', 'red door'));
    expect(likeness('', '')).toBe(0);
  });
});
