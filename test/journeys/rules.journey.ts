import { fromShadowToOn } from './rules/01-from-shadow-to-on.js';
import { managing } from './rules/02-managing.js';
import { Panel } from './support/panel.js';

describe('processing rules', () => {
  const panel = Panel.open();

  fromShadowToOn(panel);
  managing(panel);
});
