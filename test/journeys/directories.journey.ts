import { manyEntries } from './directories/01-many-entries.js';
import { Panel } from './support/panel.js';

describe('directories of a big shop', () => {
  const panel = Panel.open();

  manyEntries(panel);
});
