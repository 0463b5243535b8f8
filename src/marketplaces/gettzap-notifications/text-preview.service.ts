import { Injectable } from '@nestjs/common';
import { Actor, seesRegion } from '../../access/actor.js';
import { STATUS_DIRECTORY } from '../../orders/order-statuses/order-status.entity.js';
import { TextTemplates } from '../../orders/order-statuses/text-templates.service.js';
import { OrdersService } from '../../orders/orders/orders.service.js';
import { REGIONS } from '../../access/regions/regions.service.js';
import { errorDetail } from '../../platform/error-texts.js';
import { InvalidInputError } from '../../platform/errors.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { PreviewText } from './gettzap-notification.dto.js';
import { TextFacts, textValues } from './notification-texts.js';

/** Stands for an order where none was chosen. */
const EXAMPLE: TextFacts = {
  orderNumber: '1024',
  externalId: 'GZ-100013',
  regionName: 'Основной',
  line: {
    brand: 'BOSCH',
    number: '0 986 494 019',
    name: 'Колодки тормозные',
    quantity: 2,
    priceMinor: 345_000,
    deliveryDays: 1,
    comment: '',
    offer: {
      ...{
        priceListId: 1,
        articleKey: '0986494019',
        brandKey: 'BOSCH',
        priceListName: 'Основной склад',
        isOwnStock: true,
      },
      ...{
        brand: 'BOSCH',
        article: '0986494019',
        name: 'Колодки тормозные',
        priceMinor: 287_500,
        stock: 4,
        isAtLeast: false,
      },
      ...{ deliveryDaysMin: 0, deliveryDaysMax: 1, listedAt: '2026-11-24T06:00:00.000Z' },
    },
  },
  itemStatus: 'В работе',
  status: 'В работе',
};

/** Shows what a text becomes, before it is saved. */
@Injectable()
export class TextPreview {
  constructor(
    private readonly templates: TextTemplates,
    private readonly orders: OrdersService,
    private readonly configuration: Configuration,
    private readonly transactions: Transactions,
  ) {}

  /** @throws InvalidInputError with the place of what is wrong in the text */
  async preview({ scope, text, orderItemId, statusName }: PreviewText, actor: Actor): Promise<string> {
    const errors = this.templates.check(text, scope, 'text');
    if (errors.length > 0) throw new InvalidInputError(errors);
    const found = orderItemId === undefined ? EXAMPLE : await this.factsOf(Number(orderItemId), actor);
    const facts = statusName ? { ...found, itemStatus: statusName, status: statusName } : found;
    const { line, itemStatus, ...ofOrder } = facts;
    const rendered = this.templates.tryRender(text, textValues(scope === 'item' ? facts : ofOrder), 'text');
    if ('error' in rendered) throw new InvalidInputError([rendered.error]);
    return rendered.text;
  }

  private factsOf(itemId: number, actor: Actor): Promise<TextFacts> {
    return this.transactions.read(async (manager) => {
      const found = await this.orders.findItem(manager, itemId);
      if (!found || !seesRegion(actor, found.order.regionId))
        throw InvalidInputError.of('orderItemId', errorDetail('no_such_item'));
      const { item, order } = found;
      const { current } = this.configuration;
      const status = current.get(STATUS_DIRECTORY).get(item.statusId)?.name ?? '';
      const regionName = current.get(REGIONS).get(order.regionId)?.name ?? '';
      return {
        orderNumber: String(order.id),
        externalId: order.externalId,
        regionName,
        line: item,
        itemStatus: status,
        status,
      };
    });
  }
}
