import { useMutation } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { notifyFileFailure } from './file-failure';
import { importAddress, loadFile, priceListsChanged } from './price-list';
import { useTexts } from './texts';

/** Sends a new file of a list, and goes to where it is seen being read. */
export function useLoad(id: string) {
  const t = useTexts();
  const [, navigate] = useLocation();
  return useMutation({
    mutationFn: (file: File) => loadFile(id, file),
    onSuccess: (importId) => {
      void priceListsChanged();
      navigate(importAddress(id, importId));
    },
    onError: (error) => notifyFileFailure(error, t('notLoaded')),
  });
}
