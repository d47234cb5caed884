import { WebSocket } from 'socket.io-client';
import { LeanWebSocket, type EventFrame } from './lean-web-socket.ts';

/** A transport for socket.io-client that hands the stream's events over as bytes, undecoded. */
export const leanTransport = (onEvent: EventFrame): typeof WebSocket =>
  class LeanTransport extends WebSocket {
    override createSocket(uri: string): LeanWebSocket {
      return new LeanWebSocket(uri, onEvent);
    }
  };
