/**
 * Refuses the passwords that everyone tries first. Not a list of passwords but of the few things
 * they are made of: a common word or name with digits, signs or years around it, letters swapped
 * for digits, repetitions, runs of the alphabet or of the keyboard, dates. That covers the known
 * lists of commonest passwords and much that is as weak.
 */
const words = new Set(
  `
  password passwd passwort passw pass passcode passphrase motdepasse contrasena senha parola
  letmein letmeinnow welcome welcomehome login logon signin access accessdenied admin administrator
  root master mastermind superuser super user username guest default changeme change secret secrets
  private hidden trustno trustme trustnoone iloveyou ilovey iloveu iloveme iloveyouso loveyou loveme
  lovely lover lovers love mylove myloves truelove forever always whatever nothing something anything
  anyone nobody everyone computer internet windows microsoft google facebook youtube twitter samsung
  apple iphone android nokia sony nintendo playstation xbox pokemon pikachu minecraft roblox fortnite
  warcraft starcraft counterstrike halflife doom zelda mario sonic matrix starwars startrek skywalker
  yoda vader darthvader darkside jedi naruto sasuke dragonball goku batman superman spiderman ironman
  wolverine avengers hogwarts harrypotter gandalf frodo legolas middleearth
  football soccer baseball basketball hockey tennis golf golfer softball volleyball swimming running
  cricket rugby wrestling snowboard skateboard champion champions liverpool arsenal chelsea barcelona
  realmadrid juventus manchester manutd everton celtic rangers lakers yankees cowboys steelers packers
  eagles patriots redsox giants raiders dolphins panthers broncos
  monkey dragon tiger tigers lion eagle falcon phoenix panther cheetah shadow shadows hunter hunting
  killer ninja samurai warrior wizard merlin magic mystery ghost vampire zombie demon devil angel
  angels heaven hello hellohello helloworld hellothere hellokitty goodbye goodmorning sunshine sunflower
  moonlight moon star stars starlight summer winter spring autumn fall january february march april may
  june july august september october november december monday tuesday wednesday thursday friday saturday
  sunday holiday vacation christmas halloween birthday happy happyday happiness smile smiley funny
  princess prince queen king kingdom diamond diamonds crystal silver golden gold platinum money dollar
  rich business success freedom liberty justice peace power energy strong strength
  flower flowers butterfly rainbow rainbows chocolate cookie cookies cupcake candy sweet sweety sweetheart
  honey sugar banana bananas apples orange oranges cherry strawberry peaches pumpkin pepper peppers cheese
  pizza burger chicken bacon coffee whiskey vodka beer
  babygirl babyboy baby babe beautiful pretty cutie sexy sexygirl hottie boy girl girls boys friend friends
  bestfriend family mother father mom mommy dad daddy sister brother brothers sisters
  charlie michael michelle jennifer jessica jordan daniel daniela andrew joshua matthew anthony robert
  thomas william richard joseph david john johnny james jackson justin nicole nicholas natalie amanda
  ashley hannah samantha stephanie elizabeth victoria alexander alexandra alexis andrea angela anthony
  austin brandon brittany cameron carolina chelsea chris christian christina christine danielle dennis
  dexter diana dylan edward elena emily ferrari francis gabriel george ginger hannah harley heather
  isabella jasmine jason jeremy juan julia julian katie kevin kimberly lauren leonardo louise lucas madison
  maggie marcus maria marina martin mary melissa mickey miguel molly morgan natasha nathan oliver olivia
  oscar patricia patrick pauline peter philip rachel raymond rebecca ricardo ronaldo messi rosie russell
  ryan sabrina samuel sandra sarah sebastian sergey sharon sophie steven summer taylor teresa tiffany
  trevor tyler vanessa veronica vincent walter wilson xavier yolanda zachary
  jesus christ jesuschrist jesusislord godisgood blessed blessing faith hope grace church
  america american canada england london paris berlin germany france spain italy mexico brasil brazil
  argentina colombia russia moscow china japan tokyo korea seoul india australia sydney newyork texas
  dallas chicago boston florida california denver phoenix hawaii
  mercedes porsche lamborghini mustang corvette camaro chevrolet chevy toyota honda yamaha kawasaki suzuki
  harleydavidson subaru nissan volvo bmw audi ferrari
  guitar music musica piano drummer metallica slipknot nirvana eminem beatles beyonce rihanna linkinpark
  greenday ironmaiden rammstein rockstar rocknroll blackmetal
  blink blueblue purple yellow black white green red pink blue orange silver violet
  qwert azerty dvorak asdf zxcv test testing tester testtest temp temporary sample example demo student
  teacher school college university office work company manager service server system network database
  oracle cisco linux ubuntu debian apache mysql postgres docker kubernetes github gitlab jenkins
  livechat livestream stream streamer twitch discord chat chatter
  fuckyou fuckoff fuckme fucker asshole bullshit bitch bastard biteme pussy cunt penis sexsex
  abc abcd test pw pwd key keys open opensesame sesame hacker hacking hackme
  saranghae annyeong gangnam hangul samsunggalaxy bangtan blackpink
  `
    .trim()
    .split(/\s+/),
);

const letters = 'abcdefghijklmnopqrstuvwxyz';
const rows = [
  '1234567890',
  '!@#$%^&*()',
  '0123456789',
  letters,
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'azertyuiop',
  'qwertzuiop',
];
/** Keys that stand above one another, as in 1qaz2wsx. */
const columns = ['1qaz', '2wsx', '3edc', '4rfv', '5tgb', '6yhn', '7ujm', '8ik', '9ol', '0p'];
const lines = [...rows, ...columns].flatMap((line) => [line, [...line].reverse().join('')]);

const readAs: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '@': 'a',
  $: 's',
  '!': 'i',
};

/** Whether a password is among, or as weak as, the commonest; `own` are texts of its owner (name, e-mail). */
export function isCommonPassword(password: string, own: readonly string[] = []): boolean {
  const text = password.normalize('NFKC').toLowerCase();
  return (
    isRepetition(text) ||
    isWalk(text) ||
    isNumber(text) ||
    isDecoratedWord(text, (word) => words.has(word)) ||
    own.some((mine) => isDecoratedWord(text, (word) => word === ownWord(mine)))
  );
}

/** One piece of at most half the length, again and again: 11111111, abcabcabc, lovelove. */
const isRepetition = (text: string): boolean => /^(.+?)\1+.?$/u.test(text);

/**
 * At most three runs along lines of the keyboard or the alphabet, with up to two digits or signs
 * behind them; or two runs woven into each other, as in a1b2c3d4.
 */
function isWalk(text: string): boolean {
  const core = text.replace(/[^\p{L}]{1,2}$/u, '');
  return (
    Math.min(runs(text), runs(core)) <= 3 ||
    (runs(evenPlaces(text)) === 1 && runs(oddPlaces(text)) === 1)
  );
}

const evenPlaces = (text: string): string => [...text].filter((_, i) => i % 2 === 0).join('');
const oddPlaces = (text: string): string => [...text].filter((_, i) => i % 2 === 1).join('');

/** How many runs of at least three keys a text is made of; Infinity where something is left over. */
function runs(text: string): number {
  let found = 0;
  for (let rest = text; rest.length > 0; found += 1) {
    const length = longestRun(rest);
    if (length < 3) return Infinity;
    rest = rest.slice(length);
  }
  return found;
}

function longestRun(text: string): number {
  let longest = 0;
  for (let length = 1; length <= text.length; length += 1) {
    const part = text.slice(0, length);
    if (!lines.some((line) => line.includes(part)) && !/^(.)\1*$/u.test(part)) break;
    longest = length;
  }
  return longest;
}

/** A date or another short number, with the signs one writes in them: 24.12.1999, 147258369. */
const isNumber = (text: string): boolean =>
  /^[\d\s./_-]+$/u.test(text) && text.replace(/\D/g, '').length <= 10;

/** A word with up to six digits or signs around it, plain, doubled, or with letters swapped. */
const isDecoratedWord = (text: string, isWord: (word: string) => boolean): boolean =>
  [text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, ''), text.replace(/[^\p{L}]+$/u, '')]
    .filter((core) => text.length - core.length <= 6)
    .flatMap((core) => [core, swapped(core)])
    .map((core) => core.replace(/[^\p{L}]/gu, ''))
    .some((word) => isWord(word) || isWord(word.replace(/^(.+)\1$/u, '$1')));

const swapped = (text: string): string => [...text].map((char) => readAs[char] ?? char).join('');

/** The part of a name or address that a person would type, without digits and signs. */
const ownWord = (text: string): string => {
  const word = (text.toLowerCase().split('@')[0] ?? '').replace(/[^\p{L}]/gu, '');
  return word.length >= 3 ? word : '\u0000';
};
