import { money, shortMoney } from '../i18n/format';
import { DecidedSum } from '../shared/decided-sum';
import { TwoLines } from '../shared/two-lines';
import { isGivenUp, type OrderSummary, sumOf } from './order-words';
import { useTexts } from './texts';

/** What was accepted, which the list is sorted by; below it what is left of that, or of how much more was ordered. */
export function OrderSum({ order: { items, total, orderedTotal } }: { order: OrderSummary }) {
  const t = useTexts();
  const left = sumOf(items.filter((item) => !isGivenUp(item)));
  if (Number(left) === Number(total)) return <DecidedSum sum={total} ordered={orderedTotal} isInList />;
  const title = `${money(total)}, ${t('sumLeft', { sum: money(left) })}`;
  return <TwoLines first={shortMoney(total)} second={t('sumLeftShort', { sum: shortMoney(left) })} title={title} />;
}
