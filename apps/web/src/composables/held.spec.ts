// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { useHeld } from './held.ts';

describe('whether the reader is at a part of the page', () => {
  let held: ReturnType<typeof useHeld>;
  let isVisible: boolean;
  const part = document.createElement('section');
  const focus = (relatedTarget: Node | null = null) => {
    const target = { matches: (selector: string) => selector === ':focus-visible' && isVisible };
    return { target, currentTarget: part, relatedTarget } as unknown as FocusEvent;
  };
  beforeEach(() => {
    part.innerHTML = '<button></button>';
    isVisible = true;
    held = useHeld();
  });

  it('he is while he points at it', () => {
    held.handlers.pointerenter();
    expect(held.isHeld.value).toBe(true);
    held.handlers.pointerleave();
    expect(held.isHeld.value).toBe(false);
  });

  it('he is while the keyboard goes through it, also from one button to the next', () => {
    held.handlers.focusin(focus());
    held.handlers.focusout(focus(part.firstChild));
    expect(held.isHeld.value).toBe(true);
    held.handlers.focusout(focus());
    expect(held.isHeld.value).toBe(false);
  });

  it('he is not where a press left the focus', () => {
    isVisible = false;
    held.handlers.focusin(focus());
    expect(held.isHeld.value).toBe(false);
  });
});
