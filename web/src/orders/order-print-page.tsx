import { useParams } from 'wouter';
import { ListSkeleton, Loaded } from '../shared/page-states';
import { OrderSheet } from './order-sheet';
import { useOrder } from './order-queries';
import { PrintFrame } from './print-frame';
import { usePrintTexts } from './print-texts';
import { useTexts } from './texts';

/** The order on paper, to be handed out with the parts. */
export default function OrderPrintPage() {
  const t = useTexts();
  const p = usePrintTexts();
  const { id = '' } = useParams();
  const order = useOrder(id);
  return (
    <PrintFrame
      title={p('printTitle', { number: id })}
      back={{ href: `/orders/${id}`, label: t('orderTitle', { number: id }) }}
      isReady={order.data !== undefined}
    >
      <Loaded query={order} skeleton={<ListSkeleton rows={6} />}>
        {(data) => <OrderSheet order={data} />}
      </Loaded>
    </PrintFrame>
  );
}
