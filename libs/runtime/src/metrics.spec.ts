import { describe, expect, it } from 'vitest';
import { Metrics } from './metrics.ts';

/** The names that dashboards and alerts rely on (api.md §8). */
const promised = [
  'messages_accepted_total',
  'messages_refused_total',
  'append_seconds',
  'relay_lag_seconds',
  'deliveries_total',
  'delivery_seconds',
  'sockets',
  'viewers',
  'slow_sockets_closed_total',
  'gaps_filled_total',
  'resets_total',
  'archived_total',
  'analysed_total',
  'void_total',
  'analysis_lag_seconds',
  'oldest_record_seconds',
  'summaries_total',
  'llm_tokens_total',
  'llm_seconds',
  'dead_letters_total',
  'consumer_lag',
];

describe('Metrics', () => {
  it.each(promised)('shows livechat_%s', async (name) => {
    expect(await new Metrics().text()).toMatch(new RegExp(`^# TYPE livechat_${name} `, 'm'));
  });

  it('keeps two processes in one test apart', async () => {
    const [one, other] = [new Metrics(), new Metrics()];
    one.messagesAccepted.inc();
    expect(await one.text()).toContain('livechat_messages_accepted_total 1');
    expect(await other.text()).toContain('livechat_messages_accepted_total 0');
  });

  it('asks for the bytes in a queue whenever it is read', async () => {
    const metrics = new Metrics();
    let bytes = 7;
    metrics.watchQueue('sockets', () => bytes);
    expect(await metrics.text()).toContain('livechat_queue_bytes{queue="sockets"} 7');
    bytes = 0;
    expect(await metrics.text()).toContain('livechat_queue_bytes{queue="sockets"} 0');
  });

  it('has labels for codes and reasons, and none for streams, users or texts', async () => {
    const metrics = new Metrics();
    metrics.messagesRefused.inc({ code: 'slow_mode' });
    metrics.summaries.inc({ source: 'offline', outcome: 'made' });
    const text = await metrics.text();
    expect(text).toContain('livechat_messages_refused_total{code="slow_mode"} 1');
    const json = await metrics.registry.getMetricsAsJSON();
    const labels = json.flatMap(({ values }) => values.flatMap((v) => Object.keys(v.labels)));
    for (const label of ['stream', 'streamId', 'user', 'userId', 'text']) {
      expect(labels).not.toContain(label);
    }
  });
});
