// npm run import: a chat log of another platform through the service, with its original times.
import { importCommand, interruption, terminal } from '@livechat/chat-generator';

process.exitCode = await importCommand(process.argv.slice(2), terminal, interruption());
