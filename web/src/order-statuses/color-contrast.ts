/** What statuses are shown on, in the light and the dark theme. */
const GROUNDS = { light: '#ffffff', dark: '#171b23' } as const;

/** Below this a mark is lost on its ground. */
const LEAST_CONTRAST = 1.8;

/** The theme in which a colour could hardly be seen; undefined for one that can be seen in both, or is no `#rrggbb`. */
export function hidingGround(color: string): keyof typeof GROUNDS | undefined {
  if (!/^#[0-9a-f]{6}$/i.test(color)) return undefined;
  return (['light', 'dark'] as const).find((ground) => contrast(color, GROUNDS[ground]) < LEAST_CONTRAST);
}

/** How different two colours are in lightness, 1 to 21 (WCAG 2.1). */
function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((from) => {
    const share = parseInt(color.slice(from, from + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
