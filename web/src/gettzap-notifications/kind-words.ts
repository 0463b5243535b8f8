import { useWords } from '../i18n/words';
import type { Delivery } from './delivery';
import { useTexts } from './texts';

type WebhookKind = 'external_order_received';

/** What a message is about, whoever it goes to. */
export function useKindWords(): (delivery: Delivery) => string {
  const t = useTexts();
  const words = useWords();
  return (delivery) =>
    delivery.channel === 'gettzap'
      ? words(`noticeKind.${delivery.kind}`)
      : t(`kind.${delivery.kind.replaceAll('.', '_') as WebhookKind}`);
}
