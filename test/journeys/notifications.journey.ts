import { retry } from './notifications/10-retry.js';
import { retryByFilter } from './notifications/11-retry-by-filter.js';
import { offline } from './notifications/19-offline.js';
import { incomingMessages } from './notifications/23-incoming-messages.js';
import { openForDays } from './notifications/38-open-for-days.js';
import { Panel } from './support/panel.js';

describe('what was told and what came in', () => {
  const panel = Panel.open();

  incomingMessages(panel);
  retryByFilter(panel);
  retry(panel);
  offline(panel);
  openForDays(panel);
});
