export { Analyzer, type AnalyzerOptions } from './analyzer.ts';
export { AnalyzerModule } from './analyzer.module.ts';
export { behaviour, behaviours } from './model-behaviours.ts';
export { ModelServer } from './model-server.ts';
export { offlineSummary } from './offline-summary.ts';
export { SummarizerModule } from './summarizer.module.ts';
export { analyze } from './text/analyze.ts';
