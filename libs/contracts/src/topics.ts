import { analysisRecord, summary, summaryRequest } from './analysis.ts';
import { rawChat } from './log-events.ts';

/** The four topics and the schema of their records; keyed by stream id, one writer each. */
export const topics = {
  'raw-chats': rawChat,
  'analysis-results': analysisRecord,
  'summary-requests': summaryRequest,
  'summary-results': summary,
} as const;

export type Topic = keyof typeof topics;
export type RecordOf<T extends Topic> = import('zod').z.infer<(typeof topics)[T]>;
export const topicNames = Object.keys(topics) as readonly Topic[];
