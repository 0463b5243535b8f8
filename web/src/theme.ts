import {
  Badge,
  Card,
  createTheme,
  type CSSVariablesResolver,
  Drawer,
  type MantineColorsTuple,
  Modal,
  Notification,
  Tooltip,
} from '@mantine/core';

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

export const theme = createTheme({
  respectReducedMotion: true,
  primaryColor: 'indigo',
  primaryShade: 8,
  autoContrast: true,
  defaultRadius: 'md',
  colors: { dark },
  fontFamily: 'Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif',
  headings: { fontWeight: '650' },
  components: {
    Badge: Badge.extend({ defaultProps: { variant: 'light', tt: 'none', fw: 600, radius: 'sm' } }),
    Card: Card.extend({ defaultProps: { withBorder: true } }),
    // A dialog's header is no banner of the page.
    Drawer: Drawer.extend({ defaultProps: { attributes: { header: { role: 'presentation' } } } }),
    Modal: Modal.extend({ defaultProps: { centered: true, attributes: { header: { role: 'presentation' } } } }),
    Notification: Notification.extend({ styles: { description: { color: 'var(--mantine-color-dimmed)' } } }),
    Tooltip: Tooltip.extend({ defaultProps: { withArrow: true, openDelay: 300 } }),
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
