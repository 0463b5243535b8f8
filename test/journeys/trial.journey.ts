import { firstStart } from './trial/first-start.js';
import { harness } from './trial/harness.js';
import { Panel } from './support/panel.js';

describe('a trial', () => {
  const panel = Panel.openTrial();

  firstStart(panel);
  harness(panel);
});
