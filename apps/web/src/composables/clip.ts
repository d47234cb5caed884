/** Whether this page may write to the clipboard; not on plain http beyond this machine. */
export const mayCopy = (): boolean => window.isSecureContext && 'clipboard' in navigator;

/** Rejects where the reader or the browser forbids it. */
export const copy = (text: string): Promise<void> => navigator.clipboard.writeText(text);
