import { deadlines } from './deadlines/01-deadlines.js';
import { Panel } from './support/panel.js';

describe('deadlines', () => {
  const panel = Panel.open();

  deadlines(panel);
});
