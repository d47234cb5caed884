/** What decides how a model is trained; written into its manifest. */
export interface TrainingSettings {
  readonly seed: number;
  /** N-grams of fewer texts are not learnt. */
  readonly fewestTexts: number;
  /** How often the lessons are learnt to see which n-grams tell. */
  readonly scoutEpochs: number;
  /** How many n-grams the model keeps. */
  readonly keptBuckets: number;
  readonly lineWeight: number;
  readonly variantWeight: number;
  readonly sentiment: LearningSettings;
  readonly category: LearningSettings;
  readonly toxicity: LearningSettings;
}

export interface LearningSettings {
  readonly epochs: number;
  readonly rate: number;
  readonly caution: number;
  readonly decay: number;
}

export const defaultSettings: TrainingSettings = {
  seed: 1,
  fewestTexts: 2,
  scoutEpochs: 2,
  keptBuckets: 200_000,
  lineWeight: 8,
  variantWeight: 1,
  sentiment: { epochs: 5, rate: 0.25, caution: 0.3, decay: 0 },
  category: { epochs: 5, rate: 0.25, caution: 0.3, decay: 0 },
  toxicity: { epochs: 5, rate: 0.25, caution: 0.1, decay: 0 },
};
