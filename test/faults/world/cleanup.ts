type Undo = () => Promise<void> | void;

const undoes = new Set<Undo>();

/** Remembers how to take something away that must not outlive the run, whatever happens. @returns to call once it is gone */
export function onEnd(undo: Undo): () => void {
  undoes.add(undo);
  return () => undoes.delete(undo);
}

/** Takes away everything that is still there, the latest first. */
export async function cleanUp(): Promise<void> {
  for (const undo of [...undoes].reverse()) {
    undoes.delete(undo);
    try {
      await undo();
    } catch (error) {
      console.error(`Could not be taken away: ${(error as Error).message}`);
    }
  }
}
