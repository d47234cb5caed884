/** A piece of a JSON document: an element of the list, or a member beside it. */
export interface Found {
  readonly member?: string;
  /** Counts the elements from 1. */
  readonly number: number;
  /** Line on which it begins. */
  readonly line: number;
  readonly text: string;
  readonly fault?: 'cut_off' | 'too_large';
}

const longest = 4 * 1_024 * 1_024;
const code = (char: string) => char.charCodeAt(0);
const [quote, backslash, newline] = [code('"'), code('\\'), code('\n')];
const [comma, colon] = [code(','), code(':')];
const opening = new Set([code('{'), code('[')]);
const closing = new Set([code('}'), code(']')]);
const structural = new Set([...opening, ...closing, comma, colon]);

/**
 * Cuts a JSON document into the elements of its list, piece by piece as it is read: of a document
 * of hundreds of megabytes only one element is held. The list is the document itself, or the named
 * member of the object it is; members named as unread are passed over without being kept.
 */
export class JsonScanner {
  readonly #unread: ReadonlySet<string>;
  #found: Found[] = [];
  #depth = 0;
  /** Depth at which items are cut: 1, or 2 within the named list. */
  #base = 1;
  #inObject = false;
  #inString = false;
  #escaped = false;
  #key: string | undefined;
  #line = 1;
  #number = 0;
  /** The item being read: what earlier chunks held of it, and where it begins in this one. */
  #held = '';
  #from = 0;
  #itemLine = 1;
  #tooLarge = false;

  constructor(
    private readonly list?: string,
    unread: readonly string[] = [],
  ) {
    this.#unread = new Set(unread);
  }

  /** What this chunk completes. */
  push(chunk: string): readonly Found[] {
    this.#from = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const char = chunk.charCodeAt(at);
      if (this.#inString) at = this.#stringEnd(chunk, at);
      else if (char === newline) this.#line += 1;
      else if (char === quote) this.#inString = true;
      else if (structural.has(char)) this.#structure(char, chunk, at);
    }
    this.#hold(chunk.slice(this.#from));
    return this.#taken();
  }

  /** At the end of the document: what was cut off, after the last element where that is whole. */
  end(): readonly Found[] {
    if (this.#depth === 0) return [];
    const text = this.#held.trim();
    const isWhole = this.#isList() && /^[{[].*[}\]]$/su.test(text) && isJson(text);
    if (isWhole) this.#add(text);
    if (!isWhole && this.#isList() && text !== '') this.#add(text, 'cut_off');
    else this.#found.push({ number: this.#number, line: this.#line, text: '', fault: 'cut_off' });
    return this.#taken();
  }

  #taken(): readonly Found[] {
    const found = this.#found;
    this.#found = [];
    return found;
  }

  #isList(): boolean {
    return !this.#inObject || this.#base === 2;
  }

  /** Goes on to the end of a string, or of the chunk; answers the last place that belongs to it. */
  #stringEnd(chunk: string, from: number): number {
    let at = this.#escaped ? from + 1 : from;
    this.#escaped = false;
    for (; at < chunk.length; at += 1) {
      const char = chunk.charCodeAt(at);
      if (char === backslash) at += 1;
      else if (char === quote) {
        this.#inString = false;
        return at;
      }
    }
    this.#escaped = at > chunk.length;
    return chunk.length;
  }

  #structure(char: number, chunk: string, at: number): void {
    if (opening.has(char)) this.#open(char, at);
    else if (closing.has(char)) this.#close(chunk, at);
    else if (char === comma && this.#depth === this.#base) this.#finish(chunk, at);
    else if (char === colon && this.#depth === 1 && this.#inObject && this.#key === undefined) {
      this.#key = keyOf(this.#held + chunk.slice(this.#from, at));
      this.#begin(at + 1);
    }
  }

  #open(char: number, at: number): void {
    this.#depth += 1;
    const isNamedList = this.#depth === 2 && this.#key === this.list && char === code('[');
    if (this.#depth === 1) this.#inObject = char === code('{');
    else if (this.#inObject && this.list !== undefined && isNamedList) this.#base = 2;
    else return;
    this.#begin(at + 1);
  }

  #close(chunk: string, at: number): void {
    if (this.#depth !== this.#base) {
      this.#depth = Math.max(0, this.#depth - 1);
      return;
    }
    this.#finish(chunk, at);
    this.#depth -= 1;
    this.#base = 1;
    if (this.#inObject && this.#depth === 1) this.#key = undefined;
  }

  #begin(at: number): void {
    this.#held = '';
    this.#from = at;
    this.#itemLine = this.#line;
    this.#tooLarge = false;
  }

  #finish(chunk: string, at: number): void {
    this.#hold(chunk.slice(this.#from, at));
    const text = this.#held.trim();
    if (text !== '' || this.#tooLarge) this.#add(text, this.#tooLarge ? 'too_large' : undefined);
    if (!this.#isList()) this.#key = undefined;
    this.#begin(at + 1);
  }

  #hold(text: string): void {
    const unread = this.#key !== undefined && !this.#isList() && this.#unread.has(this.#key);
    if (unread || this.#tooLarge) return;
    this.#held += text;
    if (this.#held.length <= longest) return;
    this.#held = '';
    this.#tooLarge = true;
  }

  #add(text: string, fault?: 'cut_off' | 'too_large'): void {
    const line = this.#itemLine + leadingLines(this.#held);
    const isElement = this.#isList();
    if (!isElement && this.#key === undefined) return;
    if (isElement) this.#number += 1;
    this.#found.push({
      ...(isElement ? {} : { member: this.#key! }),
      number: this.#number,
      line,
      text,
      ...(fault === undefined ? {} : { fault }),
    });
  }
}

const leadingLines = (text: string): number => /^\s*/.exec(text)![0].split('\n').length - 1;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function keyOf(text: string): string {
  try {
    return String(JSON.parse(text.trim()));
  } catch {
    // A key that is no string: the member is passed over as any unknown one.
    return text.trim();
  }
}
