export { ArchiverModule } from './archiver.module.ts';
export { Archiver } from './archiver.ts';
export { ChatModule } from './chat.module.ts';
export { RelayModule } from './relay.module.ts';
export { Relay } from './relay.ts';
