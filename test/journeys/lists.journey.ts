import { exportOfLists } from './lists/15-export.js';
import { languages } from './lists/16-languages.js';
import { scriptsAreText } from './lists/21-scripts-are-text.js';
import { adapterTryout } from './lists/24-adapter-tryout.js';
import { smallScreen } from './lists/27-small-screen.js';
import { choosingAndSaving } from './lists/28-choosing-and-saving.js';
import { phone } from './lists/29-phone.js';
import { orderByItself } from './lists/30-order-by-itself.js';
import { printSeveral } from './lists/31-print-several.js';
import { brands } from './lists/34-brands.js';
import { searching } from './lists/35-searching.js';
import { unknownFilters } from './lists/36-unknown-filters.js';
import { tablet } from './lists/37-tablet.js';
import { Panel } from './support/panel.js';

describe('languages, files and foreign words', () => {
  const panel = Panel.open();

  languages(panel);
  exportOfLists(panel);
  adapterTryout(panel);
  scriptsAreText(panel);
  smallScreen(panel);
  choosingAndSaving(panel);
  phone(panel);
  orderByItself(panel);
  printSeveral(panel);
  brands(panel);
  searching(panel);
  unknownFilters(panel);
  tablet(panel);
});
