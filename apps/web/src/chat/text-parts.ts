/** A piece of a message: words, a link, or the name of someone addressed. */
export interface TextPart {
  readonly kind: 'text' | 'link' | 'mention';
  readonly text: string;
  /** Only of links: http or https, as the browser reads it. */
  readonly href?: string;
}

const special = /(https?:\/\/[^\s<>"']+)|(@[\p{L}\p{N}_]{1,32})/giu;
const trailing = /[.,;:!?)\]}'"。、！？]+$/u;

/** A text in parts, in order; joined they are the text. Links are what starts with http:// or https:// and parses. */
export function textParts(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(special)) {
    const part = match[1] === undefined ? mention(match[0]) : link(match[1]);
    if (!part) continue;
    if (match.index > end) parts.push({ kind: 'text', text: text.slice(end, match.index) });
    parts.push(part);
    end = match.index + part.text.length;
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) });
  return parts;
}

const mention = (text: string): TextPart => ({ kind: 'mention', text });

/** Without the mark that ends the sentence around it; a closing bracket stays where one opens inside. */
function link(found: string): TextPart | undefined {
  const bare = found.replace(trailing, (end) => {
    const opens = found.slice(0, -end.length).includes('(');
    return opens && end.startsWith(')') ? ')' : '';
  });
  if (!URL.canParse(bare)) return undefined;
  const { protocol, href, username, password } = new URL(bare);
  const isSafe = /^https?:$/.test(protocol) && username === '' && password === '';
  return isSafe ? { kind: 'link', text: bare, href } : undefined;
}
