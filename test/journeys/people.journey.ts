import { rolesAndRegions } from './people/13-roles-and-regions.js';
import { sessionExpired } from './people/19-session-expired.js';
import { administration } from './people/25-administration.js';
import { colleagues } from './people/24-colleagues.js';
import { sessions } from './people/31-sessions.js';
import { signs } from './people/32-signs.js';
import { noCookies } from './people/33-no-cookies.js';
import { Panel } from './support/panel.js';

describe('people and what they may', () => {
  const panel = Panel.open();

  administration(panel);
  sessionExpired(panel);
  noCookies(panel);
  rolesAndRegions(panel);
  colleagues(panel);
  sessions(panel);
  signs(panel);
});
