import { OneC } from '../../sandbox/one-c/one-c.js';
import { connecting } from './exchanges/01-connecting.js';
import { handingOver } from './exchanges/02-handing-over.js';
import { statuses } from './exchanges/03-statuses.js';
import { proposals } from './exchanges/04-proposals.js';
import { roles } from './exchanges/05-roles.js';
import { settings } from './exchanges/06-settings.js';
import { abcp } from './exchanges/07-abcp.js';
import { partsSoft } from './exchanges/08-parts-soft.js';
import { Panel } from './support/panel.js';

describe('exchanges with the shop’s systems', () => {
  const panel = Panel.open();
  const oneC = new OneC();
  afterAll(() => oneC.close());

  connecting(panel, oneC);
  handingOver(panel, oneC);
  statuses(panel, oneC);
  proposals(panel, oneC);
  roles(panel);
  settings(panel, oneC);
  abcp(panel);
  partsSoft(panel);
});
