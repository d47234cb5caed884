// npm run generate: chats in streams, watches them, and checks what came of every message.
import '../chat-generator/dist/main.js';
