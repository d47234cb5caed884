import type { AnswerSchema } from './http.ts';

type Schemas = Readonly<Record<string, AnswerSchema<unknown>>>;
type Handlers<S extends Schemas> = {
  readonly [E in keyof S]?: (event: ReturnType<S[E]['parse']>, lastId: string) => void;
};

const reopenMs = 5_000;

/**
 * Listens to an SSE feed until closed. The browser resumes a broken line by itself, with the last id
 * it saw; a line the server refused is opened anew every 5–10 s. What does not parse is left out:
 * a newer server may say more than this page knows.
 */
export function openFeed<S extends Schemas>(
  url: string,
  schemas: S,
  handlers: Handlers<S>,
): { close(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let source = open();

  function open(): EventSource {
    const opened = new EventSource(url);
    for (const name of Object.keys(handlers)) {
      opened.addEventListener(name, ({ data, lastEventId }: MessageEvent<string>) =>
        hear(name, data, lastEventId),
      );
    }
    opened.addEventListener('error', () => {
      if (opened.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(() => (source = open()), reopenMs * (1 + Math.random()));
    });
    return opened;
  }

  function hear(name: keyof S, data: string, lastId: string): void {
    const event = parsed(schemas[name], data) as ReturnType<S[keyof S]['parse']> | undefined;
    if (event !== undefined) handlers[name]?.(event, lastId);
  }

  return {
    close() {
      clearTimeout(timer);
      source.close();
    },
  };
}

function parsed(schema: AnswerSchema<unknown> | undefined, data: string): unknown {
  try {
    return schema?.parse(JSON.parse(data));
  } catch {
    // Left out, as promised above.
    return undefined;
  }
}
