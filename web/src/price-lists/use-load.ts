import { useMutation } from '@tanstack/react-query';
import { useLeave } from '../shared/unsaved';
import { notifyFileFailure } from './file-failure';
import { importAddress, loadFile, priceListsChanged } from './price-list';
import { useTexts } from './texts';

/** Sends a new file of a list, and goes to where it is seen being read. */
export function useLoad(id: string) {
  const t = useTexts();
  const leave = useLeave();
  const { mutate: load, isPending } = useMutation({
    mutationFn: (file: File) => loadFile(id, file),
    onSuccess: (importId) => {
      leave(importAddress(id, importId));
      void priceListsChanged();
    },
    onError: (error) => notifyFileFailure(error, t('notLoaded')),
  });
  return { load, isPending };
}
