import { hash } from '@node-rs/argon2';
import { describe, expect, it, vi } from 'vitest';
import { isCommonPassword } from './common-passwords.ts';
import { Passwords } from './passwords.ts';

describe('passwords', () => {
  const passwords = new Passwords();

  it('are kept as argon2id of the recommended cost, salted', async () => {
    const [one, two] = [
      await passwords.hash('plum teapot 9'),
      await passwords.hash('plum teapot 9'),
    ];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(two);
  });

  it('are recognised, and wrong ones are not', async () => {
    const stored = await passwords.hash('plum teapot 9');
    expect(await passwords.check('plum teapot 9', stored)).toEqual({
      matches: true,
      needsRehash: false,
    });
    expect(await passwords.check('plum teapot 8', stored)).toMatchObject({ matches: false });
  });

  it('are never cut: the last of 128 characters counts', async () => {
    const long = 'x'.repeat(127);
    const stored = await passwords.hash(`${long}a`);
    expect(await passwords.check(`${long}b`, stored)).toMatchObject({ matches: false });
    expect(await passwords.check(`${long}a`, stored)).toMatchObject({ matches: true });
  });

  it('match however the keyboard composes an accent', async () => {
    const stored = await passwords.hash('cafe\u0301 teapot');
    expect(await passwords.check('caf\u00e9 teapot', stored)).toMatchObject({ matches: true });
  });

  it('made at a lower cost are to be hashed again', async () => {
    const stored = await hash('plum teapot 9', { memoryCost: 8_192, timeCost: 1, parallelism: 1 });
    expect(await passwords.check('plum teapot 9', stored)).toEqual({
      matches: true,
      needsRehash: true,
    });
  });

  it('take equally long for a user who is not there', async () => {
    const stored = await passwords.hash('plum teapot 9');
    await passwords.check('warm', null);
    const time = async (against: string | null) => {
      const begin = performance.now();
      expect((await passwords.check('wrong', against)).matches).toBe(false);
      return performance.now() - begin;
    };
    // The quickest of each, in turns: others on the machine hold up some of them.
    let [nobody, somebody] = [Infinity, Infinity];
    for (let i = 0; i < 7; i += 1) {
      nobody = Math.min(nobody, await time(null));
      somebody = Math.min(somebody, await time(stored));
    }
    const ratio = nobody / somebody;
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });

  it('wait in a queue that is bounded, and never lose a place', async () => {
    const full = vi.fn();
    const small = new Passwords(2, 3, full);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 9 }, (_, i) => small.hash(`plum teapot ${i}`)),
    );
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(4);
    expect(refused[0]).toMatchObject({ reason: { code: 'unavailable' } });
    expect(full).toHaveBeenCalledTimes(4);
    await expect(
      Promise.all([1, 2, 3, 4, 5].map((i) => small.hash(`again ${i}`))),
    ).resolves.toHaveLength(5);
  });
});

describe('a common password', () => {
  it.each(
    `12345678 123456789 1234567890 87654321 0987654321 11111111 00000000 12341234 123123123 11223344
     12121212 147258369 password password1 Password123 P@ssw0rd p4ssword! PASSWORD passw0rd123
     qwertyui qwerty123 qwertyuiop 1q2w3e4r 1qaz2wsx zaq12wsx qazwsxedc asdfghjkl zxcvbnm1 asdf1234
     abcd1234 abc12345 abcdefgh a1b2c3d4 iloveyou iloveyou1 ILoveYou! sunshine princess1 football1
     baseball superman batman123 dragon12 monkey123 letmein1 letmein!! welcome1 Welcome2024! admin123
     administrator trustno1 starwars charlie1 michael1 jennifer computer internet whatever
     changeme qwer1234 test1234 testtest asdfasdf lovelove 19871987 01011990 24.12.1999 2024-2025
     Summer2024! iloveyou2 freedom1 mustang1 jordan23 chelsea1 liverpool1 arsenal1 pokemon1 naruto12
     saranghae aaaaaaaa aaaa1111 1111aaaa 12qwaszx qwe123qwe123 !@#$%^&*( 55555555 88888888 66666666
     123qweasd fuckyou1 hello123 ashley12 nicole12 daniel12 babygirl1 blink182 matrix99 666666666`
      .trim()
      .split(/\s+/),
  )('is %j', (password) => {
    expect(isCommonPassword(password)).toBe(true);
  });

  it.each([
    'correct horse battery staple',
    'plum teapot 9',
    'tr0ub4dor&3',
    'vK8#qLw2',
    'mauve-otter-lantern',
    'Passenger7Train',
    '김치찌개 두 그릇',
    'dragonfruit smoothie',
    'x7Jk29sLpq',
    '4815162342 numbers',
  ])('is not %j', (password) => {
    expect(isCommonPassword(password)).toBe(false);
  });

  it.each([
    ['annlee1990', 'Ann Lee'],
    ['AnnLee!!', 'ann.lee@example.com'],
    ['kowalski77', 'kowalski@example.com'],
  ])('is also %j where it is made of its owner’s %j', (password, own) => {
    expect(isCommonPassword(password, [own])).toBe(true);
    expect(isCommonPassword(password)).toBe(false);
  });
});
