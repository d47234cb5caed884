/** A piece of a message: words, a link, or the name of someone addressed. */
export interface TextPart {
  readonly kind: 'text' | 'link' | 'mention';
  readonly text: string;
  /** Only of links: http or https, as the browser reads it, its host in ASCII. */
  readonly href?: string;
}

const special = /(https?:\/\/[^\s<>"'`]+)|(?<![\p{L}\p{N}_])(@[\p{L}\p{N}_]{1,32})/giu;
const trailing = /[.,;:!?)\]}。、！？…]+$/u;
/** What turns the direction of a line around, or is not seen at all: stripped where it was let in. */
const misleading = /[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/gu;

/**
 * A text in parts, in order; joined they are the text without marks that mislead. Links are what
 * starts with http:// or https:// and parses, without a name and password in front of the host.
 */
export function textParts(text: string): readonly TextPart[] {
  const clean = text.replace(misleading, '');
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of clean.matchAll(special)) {
    const part = match[1] === undefined ? mention(match[0]) : link(match[1]);
    if (!part) continue;
    if (match.index > end) parts.push({ kind: 'text', text: clean.slice(end, match.index) });
    parts.push(part);
    end = match.index + part.text.length;
  }
  if (end < clean.length) parts.push({ kind: 'text', text: clean.slice(end) });
  return parts;
}

/** Whether a text addresses someone: `@` and the name, at its end no further letter. */
export function addresses(text: string, name: string | undefined): boolean {
  if (!name) return false;
  const at = text.toLowerCase().indexOf(`@${name.toLowerCase()}`);
  return at !== -1 && !/^[\p{L}\p{N}_]/u.test(text.slice(at + name.length + 1));
}

const mention = (text: string): TextPart => ({ kind: 'mention', text });

function link(found: string): TextPart | undefined {
  const text = withoutEnd(found);
  if (!URL.canParse(text)) return undefined;
  const { protocol, href, username, password } = new URL(text);
  const isSafe = /^https?:$/.test(protocol) && username === '' && password === '';
  return isSafe ? { kind: 'link', text, href } : undefined;
}

/** Without the marks that end the sentence around it; a bracket stays where one opens inside. */
function withoutEnd(found: string): string {
  const bare = found.replace(trailing, '');
  const closed = found.slice(bare.length).startsWith(')') ? `${bare})` : bare;
  return count(closed, '(') === count(closed, ')') ? closed : bare;
}

const count = (text: string, character: string): number => text.split(character).length - 1;
