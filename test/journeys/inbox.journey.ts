import { orderArrives } from './inbox/02-order-arrives.js';
import { acceptAll } from './inbox/03-accept-all.js';
import { acceptInPart } from './inbox/04-accept-in-part.js';
import { acceptMany } from './inbox/05-accept-many.js';
import { cancelled } from './inbox/06-cancelled.js';
import { twoManagers } from './inbox/12-two-managers.js';
import { filters } from './inbox/14-filters.js';
import { manyOrders } from './inbox/20-many-orders.js';
import { undoing } from './inbox/22-undo.js';
import { buyerChanges } from './inbox/23-buyer-changes.js';
import { Panel } from './support/panel.js';

describe('the inbox and the decision', () => {
  const panel = Panel.open();

  acceptMany(panel);
  orderArrives(panel);
  filters(panel);
  acceptAll(panel);
  acceptInPart(panel);
  cancelled(panel);
  twoManagers(panel);
  undoing(panel);
  buyerChanges(panel);
  manyOrders(panel);
});
