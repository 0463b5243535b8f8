import { Group } from '@mantine/core';
import { Fragment, useState } from 'react';
import { currentTime } from '../api/clock';
import { dateTime, number } from '../i18n/format';
import { useRegionName, useTimeZoneOf } from '../shell/regions';
import { useChosenIds, useChosenOrders } from './chosen-orders';
import { ChosenSheets } from './chosen-sheets';
import { isGivenUp, type OrderSummary } from './order-words';
import { byRegion, pickingList } from './picking';
import classes from './print.module.css';
import { usePrintTexts } from './print-texts';
import { ShopHead } from './shop-head';
import { useTexts } from './texts';

/** Characters of a part number that fit on one line of a phone. */
const WHOLE = 16;

/** What is to be fetched from the shelves for the chosen orders. */
export default function PickingPage() {
  const p = usePrintTexts();
  const ids = useChosenIds();
  return (
    <ChosenSheets title={p('picking')} ids={ids} orders={useChosenOrders(ids)}>
      {(data) =>
        byRegion(data).map(([regionId, ofRegion]) => (
          <PickingSheet key={regionId} regionId={regionId} orders={ofRegion} />
        ))
      }
    </ChosenSheets>
  );
}

function PickingSheet({ regionId, orders }: { regionId: string; orders: OrderSummary[] }) {
  const t = useTexts();
  const p = usePrintTexts();
  const regionName = useRegionName();
  const timeZone = useTimeZoneOf(regionId);
  const [madeAt] = useState(() => new Date(currentTime()));
  const parts = pickingList(
    orders.map((order) => ({ ...order, items: order.items.filter((item) => !isGivenUp(item)) })),
  );
  const title = [p('picking'), regionName(regionId)].filter(Boolean).join(' — ');
  return (
    <section className={classes.sheet} aria-label={title}>
      <ShopHead regionId={regionId} />
      <Group justify="space-between" align="baseline">
        <h2 className={classes.title}>{title}</h2>
        <span>{dateTime(madeAt.toISOString(), timeZone)}</span>
      </Group>
      <p className={classes.apart}>
        {p('pickingOrders', { count: orders.length, numbers: orders.map((order) => order.number).join(', ') })}
      </p>
      {parts.length === 0 ? (
        <p>{p('nothingToPick')}</p>
      ) : (
        <table className={classes.items}>
          <thead>
            <tr>
              <th>
                <span className="read-only-aloud">{p('picked')}</span>
              </th>
              <th>{t('part')}</th>
              <th>{p('partTitle')}</th>
              <th className={classes.amount}>{t('quantity')}</th>
              <th>{p('forOrders')}</th>
            </tr>
          </thead>
          <tbody>
            {parts.map((part) => (
              <tr key={`${part.brand}/${part.number}`}>
                <td className={classes.tick}>
                  <span />
                </td>
                <td>
                  {part.brand}{' '}
                  <span className={part.number.length <= WHOLE ? classes.whole : undefined}>{part.number}</span>
                </td>
                <td>{part.name}</td>
                <td className={classes.amount}>
                  <b>{part.quantity}</b>
                </td>
                <td>
                  {part.orders.map((order, index) => (
                    <Fragment key={order.number}>
                      {index > 0 && ', '}
                      <span className={classes.whole}>
                        {p('forOrder', { number: order.number, quantity: number(order.quantity) })}
                      </span>
                    </Fragment>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <td colSpan={3} className={classes.amount}>
                {p('pieces')}
              </td>
              <td className={classes.amount}>{parts.reduce((sum, { quantity }) => sum + quantity, 0)}</td>
              <td />
            </tr>
          </tfoot>
        </table>
      )}
    </section>
  );
}
