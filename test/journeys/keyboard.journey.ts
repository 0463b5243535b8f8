import { keyboard } from './keyboard/17-keyboard.js';
import { keyboardEverywhere } from './keyboard/17-keyboard-everywhere.js';
import { countOfKeys } from './keyboard/26-count-of-keys.js';
import { focusKept } from './keyboard/37-focus-kept.js';
import { Panel } from './support/panel.js';

describe('by keyboard alone', () => {
  const panel = Panel.open();

  keyboardEverywhere(panel);
  keyboard(panel);
  countOfKeys(panel);
  focusKept(panel);
});
