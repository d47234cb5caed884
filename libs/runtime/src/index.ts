export { AuthGuard, CurrentUser, Public, type AuthedRequest } from './auth.guard.ts';
export { clientAddress, isLoopback } from './client-address.ts';
export { DataFolder, folderError } from './data-folder.ts';
export { ErrorFilter } from './error.filter.ts';
export { isExpected, toAppError, toFailure, toProblem } from './failures.ts';
export { Health, type HealthCheck, type HealthReport } from './health.ts';
export { keptFile } from './kept-file.ts';
export { createLogger, Logger, nestLogger, silentLogger, type LogFields } from './logger.ts';
export { Metrics } from './metrics.ts';
export { Answers, openApiDocument } from './openapi.ts';
export { Origins } from './origins.ts';
export { redacted, redactedText } from './redaction.ts';
export { requestIdOf } from './request-id.ts';
export { runService } from './run-service.ts';
export { RuntimeModule } from './runtime.module.ts';
export type { SettingName } from './setting-definitions.ts';
export type { MediaOrigins, Rate } from './setting-values.ts';
export {
  InjectSettings,
  needed,
  clusterSettings,
  readSettings,
  SETTINGS,
  SettingsError,
  type Settings,
} from './settings.ts';
export { Shutdown, type Phase } from './shutdown.ts';
export { SseFeed, SseFeeds, type SseEvent } from './sse.ts';
export { StartError } from './start-error.ts';
export { startService, type RunningService, type Service } from './start-service.ts';
export { loadTokenKeys, TokenKeys } from './token-keys.ts';
export { tokenAudience, tokenIssuer, TokenVerifier } from './token-verifier.ts';
