import { Group } from '@mantine/core';
import type { Schemas } from '../api/client';
import { dateOnly, money } from '../i18n/format';
import { externalNumber } from '../shared/external-number';
import { useRegionName, useTimeZoneOf } from '../shell/regions';
import { changeInWords } from './buyer-changes';
import { useChangeTexts } from './change-texts';
import { deliveryInWords } from './order-facts';
import { isGivenUp, itemName, joined, type OrderSummary, partName, partsOf, sumOf } from './order-words';
import classes from './print.module.css';
import { usePrintTexts } from './print-texts';
import { ShopHead } from './shop-head';
import { useTexts } from './texts';

interface Props {
  /** From the order's page, or from the list that was asked for the changes. */
  order: OrderSummary & Pick<Schemas['OrderDetail'], 'changes'>;
}

/** The order on a sheet of A4. */
export function OrderSheet({ order }: Props) {
  const t = useTexts();
  const p = usePrintTexts();
  const regionName = useRegionName();
  const timeZone = useTimeZoneOf(order.regionId);
  const { customer, delivery, comment, vin } = order;
  const change = useChangeTexts();
  const pending = order.changes.filter((each) => each.pending);
  const items = joined(order.items.filter((item) => !isGivenUp(item)));
  const givenUp = order.items.filter(isGivenUp);
  const facts = [
    [p('printExternalId'), externalNumber(order.externalId)],
    [t('buyer'), customer.name],
    [t('phone'), customer.phone],
    [t('delivery'), deliveryInWords(delivery, t)],
    [t('buyerComment'), comment],
    ['VIN', vin],
    [t('region'), regionName(order.regionId)],
  ];
  return (
    <section className={classes.sheet} aria-label={p('printTitle', { number: order.number })}>
      <ShopHead regionId={order.regionId} />
      <Group justify="space-between" align="baseline">
        <h2 className={classes.title}>{t('orderTitle', { number: order.number })}</h2>
        <span>{p('fromDay', { day: dateOnly(order.createdAt, timeZone) })}</span>
      </Group>
      <dl className={classes.facts}>
        {facts.map(
          ([label, value]) =>
            value && (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
      {pending.length > 0 && (
        <p className={classes.changed}>
          {change('printed', { changes: pending.map((each) => changeInWords(each, partsOf(order.items))).join('; ') })}
        </p>
      )}
      <table className={classes.items}>
        <thead>
          <tr>
            <th>№</th>
            <th>{t('part')}</th>
            <th className={classes.beside}>{p('partTitle')}</th>
            <th className={classes.amount}>{t('quantity')}</th>
            <th className={classes.amount}>{t('term')}</th>
            <th className={classes.amount}>{t('price')}</th>
            <th className={classes.amount}>{t('sum')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item, index) => (
            <tr key={item.id}>
              <td>{index + 1}</td>
              <td>
                {partName(item)}
                <span className={classes.below}>{item.name}</span>
              </td>
              <td className={classes.beside}>{item.name}</td>
              <td className={classes.amount}>{item.quantity}</td>
              <td className={classes.amount}>
                {item.deliveryDays !== null && t('days', { count: item.deliveryDays })}
              </td>
              <td className={classes.amount}>{money(item.price)}</td>
              <td className={classes.amount}>{money(sumOf([item]))}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td className={classes.beside} />
            <td colSpan={5} className={classes.amount}>
              {p('printTotal')}
            </td>
            <td className={classes.amount}>{money(sumOf(items))}</td>
          </tr>
        </tfoot>
      </table>
      {givenUp.length > 0 && (
        <p className={classes.apart}>
          {p('notIncluded', { parts: givenUp.map((item) => `${itemName(item)} (${item.status.name})`).join(', ') })}
        </p>
      )}
      <div className={classes.signatures}>
        <Signature label={p('handedOut')} />
        <Signature label={p('takenBy')} />
      </div>
    </section>
  );
}

function Signature({ label }: { label: string }) {
  const p = usePrintTexts();
  return (
    <div>
      <span>{label}</span>
      <span className={classes.line} />
      <small>{p('signatureHint')}</small>
    </div>
  );
}
