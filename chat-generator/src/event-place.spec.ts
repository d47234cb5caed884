import { describe, expect, it } from 'vitest';
import { idOf, placeOf } from './event-place.ts';

const id = '0b8f9c5e-6a5b-4c8e-9d5e-1f2a3b4c5d6e';
const read = (json: string) => {
  const bytes = Buffer.from(`before${json}"offset":9,"prev":8,"id":"later"`);
  const [start, end] = [6, 6 + Buffer.byteLength(json)];
  return { place: placeOf(bytes, start, end), id: idOf(bytes, start, end) };
};

describe('the place of an event, read off its bytes', () => {
  it('is its offset, that of the one before, and its id', () => {
    const json = JSON.stringify({ type: 'message.posted', offset: 1234, prev: 1230, id });
    expect(read(json)).toEqual({ place: { offset: 1234, prev: 1230 }, id });
  });

  it('knows the first of a stream, and where the one before is unknown', () => {
    expect(read('{"offset":0,"prev":-1}').place).toEqual({ offset: 0, prev: -1 });
    expect(read('{"offset":7,"prev":null}').place).toEqual({ offset: 7, prev: null });
  });

  it('is not that of a message it answers, nor taken from what somebody wrote, nor from the bytes behind it', () => {
    const text = '"offset":1,"prev":0';
    const answering = { id, text, replyTo: { offset: 2, text }, offset: 5, prev: 4 };
    expect(read(JSON.stringify(answering)).place).toEqual({ offset: 5, prev: 4 });
    expect(read('{"count":3}')).toEqual({ place: undefined, id: '' });
    expect(read('{"offset":3}').place).toBeUndefined();
  });
});
