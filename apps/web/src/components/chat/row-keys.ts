/**
 * Keys in the list of messages: arrows go from row to row, Home to the oldest shown, End to the
 * newest; the page keys scroll as the browser has it.
 */
export function rowKeys(
  list: { readonly value: HTMLElement | null },
  hold: () => void,
  follow: () => void,
) {
  return (event: KeyboardEvent): void => {
    const element = list.value;
    if (!element || event.ctrlKey || event.metaKey || event.altKey) return;
    const { key } = event;
    if (key === 'PageUp' || key === 'ArrowUp' || key === 'Home') hold();
    if (key === 'Home') element.scrollTop = 0;
    else if (key === 'End') follow();
    else if (key === 'ArrowUp' || key === 'ArrowDown') step(element, key === 'ArrowUp' ? -1 : 1);
    else return;
    event.preventDefault();
  };
}

/** From the row with the focus to the next; without one, to the last row that is wholly seen. */
function step(list: HTMLElement, by: number): void {
  const rows = Array.from(list.querySelectorAll<HTMLElement>('[data-offset]'));
  const index = rows.findIndex((row) => row.contains(document.activeElement));
  const edge = list.getBoundingClientRect().bottom;
  const lastSeen = rows.findLastIndex((row) => row.getBoundingClientRect().bottom <= edge);
  rows[index === -1 ? lastSeen : index + by]?.focus();
}
