import type { AnalysisFrame, MoodWindow } from '@livechat/contracts';
import { fewestChatters } from '../lobby/mood-shares.ts';

const minuteMs = 60_000;
/** Frames come at most twice a second and clocks differ a little: only a clear silence counts. */
const graceMs = 5_000;

/** The window as it is now: undefined once everything in it is older than its length. */
export function windowNow(
  frame: AnalysisFrame | undefined,
  name: keyof AnalysisFrame['windows'],
  now: number,
): MoodWindow | undefined {
  if (!frame) return undefined;
  const lengthMs = { m1: 1, m5: 5, m15: 15 }[name] * minuteMs;
  return now - frame.at > lengthMs + graceMs ? undefined : frame.windows[name];
}

/** Whether enough chatters stand behind a mood to show it as a number. */
export const saysEnough = (window: MoodWindow | undefined): window is MoodWindow =>
  window !== undefined && window.chatters >= fewestChatters;
