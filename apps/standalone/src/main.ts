import { runService } from '@livechat/runtime';
import { StandaloneModule } from './standalone.module.ts';

await runService({ name: 'standalone', module: StandaloneModule });
