import { needed, type Settings } from '@livechat/runtime';
import type { KafkaAccess } from './kafka-client.ts';
import type { TopicOptions } from './kafka-topics.ts';

/** How to reach Kafka, from the settings; throws SettingsError for what is missing. */
export function kafkaAccess(settings: Settings): KafkaAccess {
  const { kafkaSaslMechanism: mechanism } = settings;
  return {
    brokers: needed(settings.kafkaBrokers, 'KAFKA_BROKERS'),
    clientId: settings.instance,
    ssl: settings.kafkaSsl,
    ...(mechanism && { sasl: { mechanism, ...credentials(settings) } }),
  };
}

function credentials({ kafkaSaslUsername, kafkaSaslPassword }: Settings) {
  return {
    username: needed(kafkaSaslUsername, 'KAFKA_SASL_USERNAME'),
    password: needed(kafkaSaslPassword, 'KAFKA_SASL_PASSWORD'),
  };
}

/** The form of the topics, from the settings. */
export const kafkaTopicOptions = (settings: Settings): TopicOptions => ({
  partitions: settings.logPartitions,
  replication: settings.logReplication,
  retentionMs: settings.logRetention,
});
