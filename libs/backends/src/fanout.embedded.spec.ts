import { fanoutContract } from './fanout.contract.ts';
import { EmbeddedFanout } from './fanout.embedded.ts';

fanoutContract('embedded', () => {
  const fanout = new EmbeddedFanout({ maxEntries: 5 });
  return Promise.resolve({ fanout, maxEntries: 5, dispose: () => fanout.close() });
});
