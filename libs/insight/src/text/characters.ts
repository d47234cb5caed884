/** What a UTF-16 unit is to the tokenizer; everything unlisted is a symbol that separates words. */
export const SYMBOL = 0;
export const BLANK = 1;
export const STOP = 2;
export const LETTER = 3;
export const DIGIT = 4;
export const APOSTROPHE = 5;
/** Marks and joiners that take no place of their own. */
export const MARK = 6;
/** Hangul syllables, Kana and Han: words are not reliably separated by blanks. */
export const SYLLABLE = 7;
export const JAMO = 8;
export const PICTURE = 9;
export const SURROGATE = 10;
/** Hangul in decomposed form: the text has to be composed first. */
export const CONJOINING = 11;

/** Writing systems that are counted to tell the language. */
export const LATIN = 1;
export const HANGUL = 2;
export const KANA = 3;
export const HAN = 4;
export const CYRILLIC = 5;
export const ARABIC = 6;
export const DEVANAGARI = 7;
export const THAI = 8;
export const GREEK = 9;
export const HEBREW = 10;
export const SCRIPTS = 11;

const UNITS = 0x10000;

/** Class of every UTF-16 unit. */
export const classOf = new Uint8Array(UNITS);
/** Writing system of every UTF-16 unit, 0 for none. */
export const scriptOf = new Uint8Array(UNITS);
/** Lower case without accents; other units stand for themselves. */
export const foldOf = new Uint16Array(UNITS);
/** 1 for upper-case letters. */
export const isUpperOf = new Uint8Array(UNITS);
/** A bit position for letters that laughter is made of: a-z are 0-25, the rest share 31. */
export const letterBitOf = new Uint8Array(UNITS).fill(31);

/** Gives the units from `from` to `to`, both included, a class and a script. */
function range(from: number, to: number, kind: number, script = 0): void {
  classOf.fill(kind, from, to + 1);
  scriptOf.fill(script, from, to + 1);
}

function each(units: string, kind: number): void {
  for (let i = 0; i < units.length; i += 1) classOf[units.charCodeAt(i)] = kind;
}

function alphabets(): void {
  range(0x41, 0x5a, LETTER, LATIN);
  range(0x61, 0x7a, LETTER, LATIN);
  range(0xc0, 0x24f, LETTER, LATIN);
  classOf[0xd7] = classOf[0xf7] = SYMBOL;
  range(0x1e00, 0x1eff, LETTER, LATIN);
  range(0xff21, 0xff3a, LETTER, LATIN);
  range(0xff41, 0xff5a, LETTER, LATIN);
  range(0x370, 0x3ff, LETTER, GREEK);
  range(0x400, 0x52f, LETTER, CYRILLIC);
  range(0x5d0, 0x5ea, LETTER, HEBREW);
  range(0x620, 0x64a, LETTER, ARABIC);
  range(0x671, 0x6d3, LETTER, ARABIC);
  range(0x900, 0x963, LETTER, DEVANAGARI);
  range(0xe01, 0xe4e, LETTER, THAI);
}

function syllabaries(): void {
  range(0xac00, 0xd7a3, SYLLABLE, HANGUL);
  range(0x3131, 0x318e, JAMO, HANGUL);
  range(0x1100, 0x11ff, CONJOINING, HANGUL);
  range(0x3041, 0x30fa, SYLLABLE, KANA);
  range(0x30fc, 0x30ff, SYLLABLE, KANA);
  range(0x3400, 0x4dbf, SYLLABLE, HAN);
  range(0x4e00, 0x9fff, SYLLABLE, HAN);
  range(0x3005, 0x3005, SYLLABLE, HAN);
}

function signs(): void {
  range(0x30, 0x39, DIGIT);
  range(0xff10, 0xff19, DIGIT);
  range(0x660, 0x669, DIGIT);
  range(0x966, 0x96f, DIGIT);
  range(0x300, 0x36f, MARK);
  range(0x64b, 0x65f, MARK);
  range(0x200b, 0x200f, MARK);
  range(0xfe00, 0xfe0f, MARK);
  each('\u0640\u2060\ufeff\u00ad', MARK);
  range(0x2190, 0x21ff, PICTURE);
  range(0x2300, 0x23ff, PICTURE);
  range(0x25a0, 0x27bf, PICTURE);
  range(0x2b00, 0x2bff, PICTURE);
  range(0xd800, 0xdfff, SURROGATE);
  range(0x2000, 0x200a, BLANK);
  each(' \t\n\r\v\f\u00a0\u3000\u2028\u2029', BLANK);
  each('.,!?;:()[]{}"…。、！？，；：（）「」『』¿¡،؛؟।\u201c\u201d', STOP);
  each("'\u2019\u2018`´", APOSTROPHE);
}

/** Accents go by decomposition, whose result for assigned letters never changes between Unicode versions. */
function folds(): void {
  for (let unit = 0; unit < UNITS; unit += 1) {
    const isLetter = classOf[unit] === LETTER;
    foldOf[unit] = isLetter ? foldedLetter(unit) : unit;
    isUpperOf[unit] = isLetter && isUpper(unit) ? 1 : 0;
  }
  for (let digit = 0; digit < 10; digit += 1) foldOf[0xff10 + digit] = 0x30 + digit;
  const twins = 'ßs øo łl đd ıi æa œo ىي ةه';
  for (const [from, to] of twins.split(' ')) foldOf[from!.charCodeAt(0)] = to!.charCodeAt(0);
}

function foldedLetter(unit: number): number {
  if (unit >= 0xff21 && unit <= 0xff5a) return foldedLetter(unit - 0xfee0);
  const letter = String.fromCharCode(unit);
  if (scriptOf[unit] === DEVANAGARI || scriptOf[unit] === THAI) return unit;
  return letter.toLowerCase().normalize('NFD').charCodeAt(0);
}

function isUpper(unit: number): boolean {
  const letter = String.fromCharCode(unit);
  return letter !== letter.toLowerCase();
}

function letterBits(): void {
  for (let bit = 0; bit < 26; bit += 1) letterBitOf[0x61 + bit] = bit;
  const others = 'хаеиه';
  for (let at = 0; at < others.length; at += 1) letterBitOf[others.charCodeAt(at)] = 26 + at;
}

alphabets();
syllabaries();
signs();
folds();
letterBits();
