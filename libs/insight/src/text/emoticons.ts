const EYES = ':;=8xX';
const NOSES = "-'^o,";
const MOUTHS = ')(DPpOo3/\\|*]>[';
const WHOLE = ['<3', '</3', '^^', '^_^', '-_-', '>_<', ';_;', '>:(', '._.', '\\o/'];
const BEGINNINGS = new Uint8Array(128);
for (const sign of EYES + WHOLE.map(([first]) => first).join(''))
  BEGINNINGS[sign.charCodeAt(0)] = 1;

/** Where a face or heart of signs that begins at `at` ends; `at` itself where none begins there. */
export function emoticonEnd(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code > 127 || BEGINNINGS[code] !== 1) return at;
  const end = Math.max(wholeEnd(text, at), faceEnd(text, at));
  return isWordUnit(text.charCodeAt(end)) ? at : end;
}

/** One spelling for all lengths of a mouth and all noses: ":-)))" is ":)". */
export function plainEmoticon(text: string, start: number, end: number): string {
  const signs = text.slice(start, end);
  if (WHOLE.includes(signs)) return signs;
  const eyes = signs.charAt(0).replace(/[=8]/, ':');
  return `${eyes}${signs.at(-1) ?? ''}`;
}

function wholeEnd(text: string, at: number): number {
  for (const whole of WHOLE) if (text.startsWith(whole, at)) return at + whole.length;
  return at;
}

function faceEnd(text: string, at: number): number {
  const isLetterEye = 'xX8'.includes(text[at] ?? ' ');
  if (!EYES.includes(text[at] ?? ' ') || isWordUnit(text.charCodeAt(at - 1))) return at;
  let end = at + 1;
  if (NOSES.includes(text[end] ?? ' ') && MOUTHS.includes(text[end + 1] ?? ' ')) end += 1;
  const mouth = text[end] ?? ' ';
  if (!MOUTHS.includes(mouth) || (isLetterEye && !')('.includes(mouth))) return at;
  while (text[end] === mouth) end += 1;
  return end;
}

function isWordUnit(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}
