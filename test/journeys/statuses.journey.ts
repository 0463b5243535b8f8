import { notificationText } from './statuses/08-notification-text.js';
import { wholeOrderRule } from './statuses/09-whole-order-rule.js';
import { orderStatuses } from './statuses/22-order-statuses.js';
import { dividedItems } from './statuses/33-divided-items.js';
import { setMeanwhile } from './statuses/34-set-meanwhile.js';
import { suggestedLate } from './statuses/35-suggested-late.js';
import { Panel } from './support/panel.js';

describe('statuses and what GettZap is told in them', () => {
  const panel = Panel.open();

  notificationText(panel);
  wholeOrderRule(panel);
  dividedItems(panel);
  setMeanwhile(panel);
  suggestedLate(panel);
  orderStatuses(panel);
});
