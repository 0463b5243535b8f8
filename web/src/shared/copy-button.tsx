import { type ReactNode, useEffect, useState } from 'react';
import { notifyFailure } from './notify';
import { text } from './texts';

const SHOWN_MS = 2_000;

interface Props {
  value: string;
  children(state: { copied: boolean; copy(): void }): ReactNode;
}

/** Takes a value to the clipboard, also where the panel is reached without https. */
export function CopyButton({ value, children }: Props) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () =>
    void write(value)
      .then(() => setCopied(true))
      .catch((error: unknown) => notifyFailure(error, text('notCopied')));
  return children({ copied, copy });
}

async function write(value: string): Promise<void> {
  // Without https browsers have no other way.
  if ('clipboard' in navigator) return navigator.clipboard.writeText(value);
  let isDone = false;
  const fill = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', value);
    event.preventDefault();
    isDone = event.clipboardData !== null;
  };
  document.addEventListener('copy', fill);
  // What it answers is not gone by: where nothing is selected, WebKit copies and says that it did not.
  document.execCommand('copy');
  document.removeEventListener('copy', fill);
  if (!isDone) throw new Error(text('copyByHand'));
}
