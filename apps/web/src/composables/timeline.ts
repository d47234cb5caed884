import type { Bucket, Stream } from '@livechat/contracts';
import { computed, onScopeDispose, shallowRef, watch, type Ref } from 'vue';
import { timelineOf } from '../api/insight.ts';
import { mergedTimeline } from '../components/dashboard/chart-series.ts';
import {
  stepMs,
  timeRange,
  type RangeName,
  type TimeRange,
} from '../components/dashboard/time-range.ts';
import { useLoading } from './loading.ts';

const againMs = 10_000;
/** Pieces this much before the newest one may still change: analysis lags a little. */
const unsettledMs = 40_000;

/** The pieces of the chosen range; of a live stream the newest are read again every 10 s. */
export function useTimeline(stream: Ref<Stream>, name: Ref<RangeName>) {
  const buckets = shallowRef<readonly Bucket[]>([]);
  const now = shallowRef(Date.now());
  const range = computed(() => timeRange(name.value, stream.value, now.value));
  const whole = useLoading(async (signal) => {
    const { from, step } = range.value;
    buckets.value = (await timelineOf(stream.value.id, { from, step }, signal)).items;
  });
  const newest = useLoading(async (signal) => {
    const { from, step } = range.value;
    const last = buckets.value.at(-1)?.at ?? from;
    const since = Math.floor((last - unsettledMs) / stepMs[step]) * stepMs[step];
    const query = { from: Math.max(from, since), step };
    const { items } = await timelineOf(stream.value.id, query, signal);
    buckets.value = mergedTimeline(buckets.value, items, from);
  });

  function look(): void {
    if (stream.value.status !== 'live' || document.visibilityState !== 'visible') return;
    now.value = Date.now();
    const isBusy = whole.isPending.value || newest.isPending.value;
    if (!isBusy) void newest.load();
  }

  const key = ({ step }: TimeRange) => `${stream.value.id} ${name.value} ${step}`;
  watch(() => key(range.value), whole.load, { immediate: true });
  watch(() => stream.value.status, whole.load);
  const timer = setInterval(look, againMs);
  onScopeDispose(() => clearInterval(timer));
  return { buckets, range, isPending: whole.isPending, fault: whole.fault, load: whole.load };
}
