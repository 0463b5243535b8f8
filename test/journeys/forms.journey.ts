import { leaving } from './forms/01-leaving.js';
import { mistakes } from './forms/02-mistakes.js';
import { summaries } from './forms/03-summaries.js';
import { Panel } from './support/panel.js';

describe('forms that somebody is filling in', () => {
  const panel = Panel.open();

  leaving(panel);
  mistakes(panel);
  summaries(panel);
});
