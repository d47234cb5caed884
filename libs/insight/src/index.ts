export { Analyzer, type AnalyzerOptions } from './analyzer.ts';
export { AnalyzerModule } from './analyzer.module.ts';
export { offlineSummary } from './offline-summary.ts';
export { SummarizerModule } from './summarizer.module.ts';
export { analyze } from './text/analyze.ts';
