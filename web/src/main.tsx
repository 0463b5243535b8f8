import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './fonts.css';
import './theme.css';
import { MantineProvider } from '@mantine/core';
import { ModalsProvider } from '@mantine/modals';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queries } from './api/queries';
import { Pages } from './pages';
import { Session } from './session/session';
import { GuardedRouter } from './shared/unsaved';
import { Shell } from './shell/shell';
import { readableColors, theme } from './theme';

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={readableColors} defaultColorScheme="auto">
      <QueryClientProvider client={queries}>
        <ModalsProvider>
          <GuardedRouter>
            <Notifications position="bottom-right" />
            <Session>
              <Shell>
                <Pages />
              </Shell>
            </Session>
          </GuardedRouter>
        </ModalsProvider>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
