import { rmSync } from 'node:fs';

const SAME_SIGNAL_MS = 1_000;

const undoes = new Set();
const atExit = new Set();
let isEnding = false;

/**
 * Remembers how to take something away that must not outlive the run, whatever happens.
 * @returns to call once it is gone
 * @throws once the run is being ended: nothing new may begin then
 */
export function onEnd(undo) {
  refuseWhenEnding();
  undoes.add(undo);
  return () => undoes.delete(undo);
}

export function refuseWhenEnding() {
  if (isEnding) throw new Error('The run is being ended.');
}

/** Takes away everything that is still there, the latest first. */
export async function cleanUp() {
  isEnding = true;
  for (const undo of [...undoes].reverse()) {
    undoes.delete(undo);
    try {
      await undo();
    } catch (error) {
      console.error(`Could not be taken away: ${error.message}`);
    }
  }
}

/**
 * Ctrl-C and its like take everything away; another one, a little later, does not wait for it. npm hands SIGTERM only to the shell
 * between, so a shell that is gone counts as one.
 */
export function cleanUpOnSignals() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, endRun);
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || endRun(), 1_000).unref();
}

let endingSince = Infinity;

function endRun() {
  if (isEnding) {
    // The terminal and whoever started this may both hand on the same one.
    if (performance.now() - endingSince > SAME_SIGNAL_MS) process.exit(130);
    return;
  }
  endingSince = performance.now();
  void cleanUp().finally(() => process.exit(130));
}

/** The last resort, when this process exits; it cannot wait. @returns to call once the thing is gone */
export function undoAtExit(undo) {
  atExit.add(undo);
  if (!process.listeners('exit').includes(undoAll)) process.on('exit', undoAll);
  return () => atExit.delete(undo);
}

export function killAtExit(child) {
  child.once(
    'exit',
    undoAtExit(() => child.kill('SIGKILL')),
  );
}

/** @returns to call once it is gone */
export function removeAtExit(dir) {
  return undoAtExit(() => rmSync(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }));
}

/** Processes began after the directories that they write to. */
function undoAll() {
  for (const undo of [...atExit].reverse()) undo();
}
