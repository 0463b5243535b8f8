import { useChosenDetails, useChosenIds } from './chosen-orders';
import { ChosenSheets } from './chosen-sheets';
import { OrderSheet } from './order-sheet';
import { usePrintTexts } from './print-texts';

/** Several orders as one document, each on a sheet of its own. */
export default function OrdersPrintPage() {
  const p = usePrintTexts();
  const ids = useChosenIds();
  const orders = useChosenDetails(ids);
  return (
    <ChosenSheets title={p('printMany', { count: orders.data?.length ?? ids.length })} ids={ids} orders={orders}>
      {(data) => data.map((order) => <OrderSheet key={order.id} order={order} />)}
    </ChosenSheets>
  );
}
