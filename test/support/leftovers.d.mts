import type { ChildProcess } from 'node:child_process';

export function onEnd(undo: () => Promise<unknown> | void): () => void;
export function refuseWhenEnding(): void;
export function cleanUp(): Promise<void>;
export function cleanUpOnSignals(): void;
export function undoAtExit(undo: () => void): () => void;
export function killAtExit(child: ChildProcess): void;
export function removeAtExit(dir: string): () => void;
