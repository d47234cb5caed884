import type { ArgumentsHost } from '@nestjs/common';
import { AppError } from '@livechat/contracts';
import { describe, expect, it, vi } from 'vitest';
import { ErrorFilter } from './error.filter.ts';
import { silentLogger } from './logger.ts';

function filter() {
  const logger = silentLogger();
  return { error: vi.spyOn(logger, 'error'), filter: new ErrorFilter(logger) };
}

const socketEvent = (...args: unknown[]) =>
  ({ getType: () => 'ws', getArgs: () => args }) as unknown as ArgumentsHost;

const httpRequest = (response: object) =>
  ({
    getType: () => 'http',
    switchToHttp: () => ({ getResponse: () => response }),
  }) as unknown as ArgumentsHost;

describe('ErrorFilter', () => {
  it('answers a socket event through its ack', () => {
    const ack = vi.fn();
    filter().filter.catch(new AppError('slow_mode', { retryAfterMs: 9 }), socketEvent({}, {}, ack));
    expect(ack).toHaveBeenCalledWith({
      ok: false,
      error: { code: 'slow_mode', message: 'Slow mode is on', retryAfterMs: 9 },
    });
  });

  it('stands a socket event without ack', () => {
    const { filter: f, error } = filter();
    expect(() => f.catch(new AppError('invalid'), socketEvent({}, {}))).not.toThrow();
    expect(error).not.toHaveBeenCalled();
  });

  it('logs a fault in a socket event and shows only `internal`', () => {
    const { filter: f, error } = filter();
    const ack = vi.fn();
    f.catch(new TypeError('x.y is undefined'), socketEvent({}, {}, ack));
    expect(error).toHaveBeenCalledTimes(1);
    expect(ack).toHaveBeenCalledWith({
      ok: false,
      error: { code: 'internal', message: 'Something went wrong' },
    });
  });

  it('breaks off an answer that had begun', () => {
    const response = { headersSent: true, getHeader: () => 'r1', destroy: vi.fn() };
    filter().filter.catch(new Error('late'), httpRequest(response));
    expect(response.destroy).toHaveBeenCalledTimes(1);
  });
});
