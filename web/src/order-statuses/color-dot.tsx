/** The colour of a status. */
export function ColorDot({ color }: { color: string }) {
  return (
    <svg width={12} height={12} aria-hidden>
      <circle cx={6} cy={6} r={6} fill={color} />
    </svg>
  );
}
