import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createLogger, nestLogger } from './logger.ts';

function recorded(level: 'debug' | 'info' = 'debug') {
  const lines: Record<string, unknown>[] = [];
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(JSON.parse(chunk.toString()) as Record<string, unknown>);
      done();
    },
  });
  return {
    lines,
    logger: createLogger({ logLevel: level, instance: 'one' }, 'chat-service', destination),
  };
}

describe('Logger', () => {
  it('writes one JSON line with service, level, time and fields', () => {
    const { lines, logger } = recorded();
    logger.info({ streamId: 's1', count: 3 }, 'Joined');
    expect(lines).toEqual([
      expect.objectContaining({
        level: 'info',
        service: 'chat-service',
        streamId: 's1',
        count: 3,
        msg: 'Joined',
        time: expect.any(Number) as number,
      }),
    ]);
  });

  it('never writes tokens or message texts, whatever it is given', () => {
    const { lines, logger } = recorded();
    logger.child({ token: 'abc' }).warn({ text: 'hi there', err: new Error('sk-12345678') }, 'x');
    logger.error({}, 'refused Bearer abc.def');
    const written = JSON.stringify(lines);
    for (const secret of ['abc.def', '"abc"', 'hi there', 'sk-12345678']) {
      expect(written).not.toContain(secret);
    }
    expect(lines).toHaveLength(2);
  });

  it('leaves out what is below its level', () => {
    const { lines, logger } = recorded('info');
    logger.debug({}, 'chatter');
    logger.info({}, 'news');
    expect(lines.map(({ msg }) => msg)).toEqual(['news']);
  });

  it('takes messages of the framework, its chatter at debug', () => {
    const { lines, logger } = recorded();
    const nest = nestLogger(logger);
    nest.log('Mapped {/x}', 'RouterExplorer');
    nest.error('boom', 'Error: boom\n  at x', 'Handler');
    expect(lines).toEqual([
      expect.objectContaining({ level: 'debug', msg: 'Mapped {/x}', context: 'RouterExplorer' }),
      expect.objectContaining({ level: 'error', msg: 'boom', stack: 'Error: boom\n  at x' }),
    ]);
  });

  it('leaves it to the starter to tell why a start failed', () => {
    const { lines, logger } = recorded('info');
    const nest = nestLogger(logger);
    nest.error(new Error('KAFKA_BROKERS: is not set'), 'ExceptionHandler');
    nest.error(new Error('of a request'), 'ExceptionsHandler');
    expect(lines).toMatchObject([{ level: 'error', err: { message: 'of a request' } }]);
  });
});
