// @vitest-environment happy-dom
import { enableAutoUnmount, flushPromises } from '@vue/test-utils';
import { afterEach, describe, expect, it } from 'vitest';
import { defineComponent } from 'vue';
import { focusAfter } from '../../composables/popup.ts';
import { mounted } from '../../page.fixture.ts';
import FrameMenu from './FrameMenu.vue';
import FrameMenuItem from './FrameMenuItem.vue';

enableAutoUnmount(afterEach);

const Fruit = defineComponent({
  components: { FrameMenu, FrameMenuItem },
  data: () => ({ chosen: '' }),
  template: `
    <FrameMenu label="Fruit">
      <template #button>open</template>
      <FrameMenuItem v-for="name in ['apple', 'pear', 'plum']" :key="name" @choose="chosen = name">
        {{ name }}
      </FrameMenuItem>
    </FrameMenu>
    <output>{{ chosen }}</output><button id="elsewhere">x</button>`,
});

async function opened() {
  const { wrapper } = await mounted(Fruit);
  const button = wrapper.get('[aria-haspopup]');
  await button.trigger('click');
  await flushPromises();
  const press = (key: string) => wrapper.get('[role=menu]').trigger('keydown', { key });
  return { wrapper, button, press };
}
const focused = () => document.activeElement?.textContent.trim();

describe('menu', () => {
  it('opens with the focus on its first item and says that it is open', async () => {
    const { wrapper, button } = await opened();
    expect(button.attributes('aria-expanded')).toBe('true');
    expect(wrapper.findAll('[role=menuitem]')).toHaveLength(3);
    expect(focused()).toBe('apple');
  });

  it('is walked with the keys, round and round', async () => {
    const { press } = await opened();
    await press('ArrowDown');
    expect(focused()).toBe('pear');
    await press('End');
    expect(focused()).toBe('plum');
    await press('ArrowDown');
    expect(focused()).toBe('apple');
  });

  it('gives the focus back on Escape', async () => {
    const { wrapper, button, press } = await opened();
    await press('Escape');
    expect(button.attributes('aria-expanded')).toBe('false');
    expect(document.activeElement).toBe(button.element);
    expect(wrapper.get('output').text()).toBe('');
  });

  it('closes when something is chosen', async () => {
    const { wrapper, button } = await opened();
    await wrapper.findAll('[role=menuitem]')[1]?.trigger('click');
    expect(wrapper.get('output').text()).toBe('pear');
    expect(button.attributes('aria-expanded')).toBe('false');
  });

  it('closes when something else is pressed', async () => {
    const { wrapper, button } = await opened();
    await wrapper.get('#elsewhere').trigger('pointerdown');
    expect(button.attributes('aria-expanded')).toBe('false');
  });

  it.each([
    ['ArrowDown', 2, 3, 0],
    ['ArrowUp', 0, 3, 2],
    ['Home', 2, 3, 0],
    ['End', 0, 3, 2],
    ['a', 0, 3, undefined],
  ])('%s at %d of %d goes to %s', (key, index, count, next) => {
    expect(focusAfter(key, index, count)).toBe(next);
  });
});
