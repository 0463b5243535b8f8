import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '../shared/page-icons';
import { usePrintTexts } from './print-texts';

/** Says on the screen that not all that were chosen are there. */
export function MissingOrders({ count }: { count: number }) {
  const p = usePrintTexts();
  if (count === 0) return null;
  return (
    <Alert color="yellow" icon={<IconAlertTriangle size={18} aria-hidden />} mb="md">
      {p('missing', { count })}
    </Alert>
  );
}
