import { useMutation } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { notifyFileFailure } from './file-failure';
import { importAddress, loadFile, priceListsChanged } from './price-list';
import { useTexts } from './texts';

/** Sends a new file of a list, and goes to where it is seen being read. */
export function useLoad(id: string) {
  const t = useTexts();
  const [, navigate] = useLocation();
  const { mutate, isPending } = useMutation({
    mutationFn: (file: File) => loadFile(id, file),
    onSuccess: () => void priceListsChanged(),
    onError: (error) => notifyFileFailure(error, t('notLoaded')),
  });
  const load = (file: File) =>
    // Not heard by who left the page meanwhile: they do something else by now.
    mutate(file, { onSuccess: (importId) => navigate(importAddress(id, importId)) });
  return { load, isPending };
}
