import type { TestProject } from 'vitest/node';
import { KafkaServers } from './kafka.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Addresses of the Kafka server all suites share. */
    kafkaBrokers: readonly string[];
  }
}

/** Real servers for `npm run test:cluster`: up before the first suite, gone after the last. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const kafka = await KafkaServers.start();
  project.provide('kafkaBrokers', kafka.brokers);
  return () => kafka.stop();
}
