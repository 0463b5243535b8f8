import {
  Badge,
  Card,
  createTheme,
  type CSSVariablesResolver,
  Drawer,
  type MantineColorsTuple,
  Modal,
  Notification,
  rem,
  Tooltip,
} from '@mantine/core';
import type { MouseEvent } from 'react';
import { KeptFocusButton } from './shared/kept-focus-button';

const FONT = 'Onest Variable';

/** Greys with a breath of blue; dark enough as text (4.5 : 1 and more). */
const dark: MantineColorsTuple = [
  '#d5d9e2',
  '#bcc3d1',
  '#a3acbf',
  '#8b95ab',
  '#4b5366',
  '#363d4d',
  '#2a303d',
  '#1e232d',
  '#171b23',
  '#10131a',
];

const forgetFile = ({ currentTarget }: MouseEvent<HTMLInputElement>) => (currentTarget.value = '');

const selectText = ({ currentTarget }: MouseEvent<HTMLInputElement>) => {
  if (!currentTarget.readOnly) currentTarget.select();
};

export const theme = createTheme({
  respectReducedMotion: true,
  primaryColor: 'indigo',
  primaryShade: 8,
  autoContrast: true,
  defaultRadius: 'md',
  colors: { dark },
  fontFamily: `"${FONT}", system-ui, sans-serif`,
  // One scale for all: texts, what stands beside them, headings.
  fontSizes: { xs: rem(12), sm: rem(14), md: rem(15), lg: rem(17), xl: rem(20) },
  lineHeights: { xs: '1.35', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.5' },
  spacing: { xs: rem(8), sm: rem(12), md: rem(16), lg: rem(24), xl: rem(32) },
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: rem(24), lineHeight: '1.25' },
      h2: { fontSize: rem(22), lineHeight: '1.3' },
      h3: { fontSize: rem(18), lineHeight: '1.35' },
      h4: { fontSize: rem(16), lineHeight: '1.4' },
      h5: { fontSize: rem(15), lineHeight: '1.4' },
    },
  },
  components: {
    Badge: Badge.extend({ defaultProps: { variant: 'light', tt: 'none', fw: 600, radius: 'sm' } }),
    Card: Card.extend({ defaultProps: { withBorder: true } }),
    // The options of a closed list are no part of the page: a table of 200 lists with 300 statuses each would be 200,000 elements.
    Combobox: { defaultProps: { keepMounted: false } },
    // The browser takes a file of the same name for no other one, though it was corrected.
    FileButton: { defaultProps: { inputProps: { onClick: forgetFile } } },
    // A dialog's header is no banner of the page.
    Drawer: Drawer.extend({ defaultProps: { attributes: { header: { role: 'presentation' } } } }),
    Modal: Modal.extend({ defaultProps: { centered: true, attributes: { header: { role: 'presentation' } } } }),
    Notification: Notification.extend({ styles: { description: { color: 'var(--mantine-color-dimmed)' } } }),
    // What is typed after a click takes the place of what is chosen, as it does after Tab.
    Select: { defaultProps: { onClick: selectText } },
    Tooltip: Tooltip.extend({ defaultProps: { withArrow: true, openDelay: 300 } }),
    UnstyledButton: { defaultProps: { component: KeptFocusButton } },
  },
});

/** Secondary texts and errors that can still be read: 4.5 : 1 and more on every background of the panel (WCAG 2.1, 1.4.3). */
export const readableColors: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#566072',
    '--mantine-color-placeholder': '#667085',
    '--mantine-color-error': '#c92a2a',
    '--mantine-color-green-light-color': '#1d6b2a',
    '--mantine-color-teal-light-color': '#056a4c',
    '--mantine-color-yellow-light-color': '#804800',
    '--mantine-color-orange-light-color': '#a13a00',
    '--mantine-color-red-light-color': '#b02525',
    '--mantine-color-gray-light-color': '#495057',
    '--mantine-color-indigo-light-hover': '#cbd6ff',
  },
  dark: {
    '--mantine-color-dimmed': '#a3acbf',
    '--mantine-color-placeholder': '#98a2b3',
    '--mantine-color-error': '#ff8787',
    '--mantine-color-anchor': 'var(--mantine-color-indigo-3)',
  },
});
