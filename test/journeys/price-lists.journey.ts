import { loading } from './price-lists/01-loading.js';
import { offersBeside } from './price-lists/02-offers.js';
import { Panel } from './support/panel.js';

describe('price lists', () => {
  const panel = Panel.open();

  loading(panel);
  offersBeside(panel);
});
