// oxlint-disable-next-line import/default -- the build makes one of it
import LiveWorker from './live-worker?sharedworker';
import { openStream, type StreamNews } from './stream';

/**
 * Hears the stream of live events that all tabs of the browser share: over HTTP/1 a browser has six connections to the service, and each
 * stream takes one for as long as its tab is open, so the seventh tab would never come.
 * @param userId somebody else's tabs have a stream of their own
 * @returns how to leave
 */
export function joinStream(userId: string, hear: (news: StreamNews) => void): () => void {
  // As on older phones.
  if (!('SharedWorker' in window)) return openStream(hear).close;
  const worker = new LiveWorker({ name: userId });
  let leave = () => {
    // Else it would begin a stream that nobody leaves.
    worker.onerror = null;
    worker.port.postMessage('leave');
    worker.port.close();
  };
  worker.port.onmessage = ({ data }: MessageEvent<StreamNews>) => hear(data);
  worker.onerror = () => {
    leave = openStream(hear).close;
  };
  return () => leave();
}
