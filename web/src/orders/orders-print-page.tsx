import { ListSkeleton, Loaded, NotFound } from '../shared/page-states';
import { useChosenDetails, useChosenIds } from './chosen-orders';
import { MissingOrders } from './missing-orders';
import { OrderSheet } from './order-sheet';
import { PrintFrame } from './print-frame';
import { usePrintTexts } from './print-texts';
import { useTexts } from './texts';

/** Several orders as one document, each on a sheet of its own. */
export default function OrdersPrintPage() {
  const t = useTexts();
  const p = usePrintTexts();
  const ids = useChosenIds();
  const orders = useChosenDetails(ids);
  return (
    <PrintFrame
      title={p('printMany', { count: orders.data?.length ?? ids.length })}
      back={{ href: '/orders', label: t('title') }}
      isReady={Boolean(orders.data?.length)}
    >
      <Loaded query={orders} skeleton={<ListSkeleton rows={6} />}>
        {(data) =>
          data.length === 0 ? (
            <NotFound />
          ) : (
            <>
              <MissingOrders count={ids.length - data.length} />
              {data.map((order) => (
                <OrderSheet key={order.id} order={order} />
              ))}
            </>
          )
        }
      </Loaded>
    </PrintFrame>
  );
}
