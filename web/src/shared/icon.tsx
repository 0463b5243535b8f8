/*
 * The outlines that the panel uses of Tabler Icons 3.52, 24 × 24 (MIT, `icons.LICENSE`). They are kept here since the package brings some
 * 6,000 of them in 18,000 files, a third of all that an installation writes.
 */
import type { SVGProps } from 'react';

interface IconProps extends Omit<SVGProps<SVGSVGElement>, 'stroke'> {
  /** Pixels. */
  size?: number;
  /** How thick its lines are. */
  stroke?: number;
}

/** @param paths of an outline on a ground of 24 × 24 */
export function icon(...paths: string[]) {
  return function Icon({ size = 24, stroke = 2, color = 'currentColor', ...rest }: IconProps) {
    return (
      <svg
        viewBox="0 0 24 24"
        width={size}
        height={size}
        fill="none"
        stroke={color}
        strokeWidth={stroke}
        strokeLinecap="round"
        strokeLinejoin="round"
        {...rest}
      >
        {paths.map((path) => (
          <path key={path} d={path} />
        ))}
      </svg>
    );
  };
}
